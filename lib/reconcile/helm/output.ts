import {
  type JsonObject,
  type JsonValue,
  type Manifest,
  readYaml,
} from '../../kubernetes/index.ts';

/** What Helm rendered: what the post-renderers see, and the CRDs that they do not. */
export interface RenderedObjects {
  /** In the order of the files that they come from. */
  readonly manifests: readonly Manifest[];
  readonly crds: readonly Manifest[];
}

/** A file of a chart's `crds/`, or of one of its dependencies. */
const crdFile = /^[^/]+\/(?:charts\/[^/]+\/)*crds\//;
const hookAnnotation = 'helm.sh/hook';

/**
 * Reads what `helm template --include-crds` prints: documents under `# Source: FILE` (helm v4.3.1,
 * pkg/action/action.go, renderResources). Helm takes `---` for the end of a document wherever a line
 * begins with it; values are read as the kustomize in helm-controller reads them, which labels them.
 *
 * @returns what is wrong with the output, as text
 */
export function readOutput(text: string): RenderedObjects | string {
  const manifests: { readonly file: string; readonly manifest: Manifest }[] = [];
  const listed: Manifest[] = [];
  const crds: Manifest[] = [];
  let file = '';
  for (const document of text.split(/^---[ \t]*/m)) {
    file = /^\s*# Source: (.*)/.exec(document)?.[1] ?? file;
    const read = readYaml(document);
    if ('problem' in read) return `${file}: ${read.problem}`;
    for (const top of read.documents) {
      for (const each of withoutLists(top)) {
        const problem = problemOf(each);
        if (problem !== undefined) return `${file}: ${problem}`;
        const manifest = each as Manifest;
        if (!crdFile.test(file)) {
          if (each === top) manifests.push({ file, manifest });
          else listed.push(manifest);
        } else if (manifest.kind === 'CustomResourceDefinition') crds.push(manifest);
      }
    }
  }
  // Items of lists come last, and Helm no longer knows their files, so it makes up names for them.
  for (const manifest of listed) {
    manifests.push({ file: `generated-by-postrender-${manifests.length}.yaml`, manifest });
  }
  const sorted = manifests.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return { manifests: sorted.map(({ manifest }) => manifest), crds };
}

/** kustomize puts the items of a list in place of it (kustomize api v0.21.1, resource/factory.go). */
function withoutLists(document: JsonObject): readonly JsonObject[] {
  const { kind, items } = document;
  if (typeof kind !== 'string' || !kind.endsWith('List') || items === undefined) return [document];
  return Array.isArray(items) ? (items as readonly JsonObject[]).flatMap(withoutLists) : [];
}

function problemOf(object: JsonObject): string | undefined {
  const { apiVersion, kind, metadata } = object;
  if (typeof kind !== 'string' || kind === '') return 'an object has no kind';
  if (typeof apiVersion !== 'string' || apiVersion === '') return `a ${kind} has no apiVersion`;
  const name = isMap(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' && name !== '' ? undefined : `a ${kind} has no name`;
}

/** Whether an object is a hook: Helm runs those, and does not keep them in a release. */
export function isHook(manifest: Manifest): boolean {
  return hookEventsOf(manifest) !== undefined;
}

/** When Helm runs a hook, such as `pre-install`; undefined for what is none. */
export function hookEventsOf({ metadata }: Manifest): readonly string[] | undefined {
  const events: unknown = metadata.annotations?.[hookAnnotation];
  if (typeof events !== 'string') return events === undefined ? undefined : [];
  return events.split(',').map((event) => event.trim());
}

/** Two manifests that kustomize takes for one object: the release fails. */
export function findDuplicate(manifests: readonly Manifest[]): Manifest | undefined {
  const seen = new Set<string>();
  return manifests.find(({ apiVersion, kind, metadata: { name, namespace } }) => {
    // To kustomize, no namespace is the default one (kyaml v0.21.1, resid/resid.go).
    const key = [apiVersion, kind, orDefault(namespace), name].join('\n');
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

function orDefault(namespace: string | undefined): string {
  return namespace === undefined || namespace === '' ? 'default' : namespace;
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
