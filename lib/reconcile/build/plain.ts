import { type JsonValue, type Manifest, readYaml } from '../../kubernetes/index.ts';
import { joinPath, kindOf, readText, type Tree } from '../tree.ts';
import { maxConfigSize, maxFileSize } from '../file-size.ts';
import { findKustomizationFile } from './kustomization-file.ts';
import { isLocalRelativePath } from './merge-spec.ts';
import { inNamespace } from './place.ts';

/** An object as a build gives it. */
export interface BuiltObject {
  readonly manifest: Manifest;
  /** The file that it stands in, where that is known. */
  readonly file?: string;
}

/** Annotations that speak to kustomize itself. */
const internalAnnotation = /^(?:(?:internal|alpha|kustomize)\.)?config\.(?:kubernetes|k8s)\.io\//;

// Anchors, aliases, tags and merge keys: kustomize expands them in ways of its own.
const beyondPlain = /(?:^|[\s[{,:-])(?:[&*!][^\s"']|<<\s*:)/m;

// An anchored value of one line that is no map or list, and where it stands for another value.
const scalarAnchor = /: +&[\w-]+ +(?=["'A-Za-z0-9/.])/g;
const scalarAlias = /(?::|^ *-) +\*[\w-]+ *$/gm;

/** What a build adds to the resources of a folder. */
interface Additions {
  /** Where all objects go; undefined where they stay in their own namespaces. */
  readonly namespace?: string | undefined;
  /** Folders of components, as the Kustomization names them. */
  readonly components?: readonly string[] | undefined;
}

/**
 * Builds folders whose kustomization.yaml does nothing but list manifests, as those that Sluice
 * writes do, without starting a program. A target namespace and components that list manifests are
 * added as kustomize would. The result is that of kustomize, object for object. Equal
 * texts are read once, and give the same objects.
 */
export class PlainBuilds {
  readonly #manifests = new Map<string, readonly Manifest[] | undefined>();
  readonly #resources = new Map<string, readonly string[] | undefined>();
  readonly #components = new Map<string, readonly string[] | undefined>();

  /** The resources of a kustomization.yaml that has nothing else; undefined for any other. */
  resourcesIn(text: string): readonly string[] | undefined {
    return once(this.#resources, text, listedResources);
  }

  /**
   * @param resources what the kustomization.yaml lists
   * @returns undefined where only kustomize itself knows the result
   */
  build(
    tree: Tree,
    folder: string,
    resources: readonly string[],
    { namespace, components = [] }: Additions = {},
  ): readonly BuiltObject[] | undefined {
    const objects: BuiltObject[] = [];
    if (!this.#collect(tree, folder, resources, objects)) return undefined;
    if (!components.every((each) => this.#collectComponent(tree, folder, each, objects))) {
      return undefined;
    }
    if (!isUnique(objects)) return undefined;
    const placed = inNamespace(objects, namespace);
    return placed !== undefined && isUnique(placed) ? placed : undefined;
  }

  #collectComponent(
    tree: Tree,
    folder: string,
    component: string,
    objects: BuiltObject[],
  ): boolean {
    const path = isLocalRelativePath(component) ? joinPath(folder, component) : undefined;
    // kustomize refuses a component that holds who uses it.
    if (path === undefined || `${folder}/`.startsWith(path === '' ? '' : `${path}/`)) return false;
    if (kindOf(tree, path) !== 'folder') return false;
    const file = findKustomizationFile(tree, path);
    if (file === undefined || tree.size(file) > maxConfigSize) return false;
    const listed = once(this.#components, readText(tree, file), listedInComponent);
    return listed !== undefined && this.#collect(tree, path, listed, objects);
  }

  #collect(
    tree: Tree,
    folder: string,
    resources: readonly string[],
    objects: BuiltObject[],
  ): boolean {
    return resources.every((resource) => {
      const path = /^[./]*[A-Za-z0-9_]/.test(resource) ? joinPath(folder, resource) : undefined;
      // Above the folder, kustomize would look for circles.
      if (!path?.startsWith(folder === '' ? '' : `${folder}/`)) return false;
      const kind = kindOf(tree, path);
      if (kind === 'folder') {
        const nested = findKustomizationFile(tree, path);
        if (nested === undefined || tree.size(nested) > maxConfigSize) return false;
        const listed = this.resourcesIn(readText(tree, nested));
        return listed !== undefined && this.#collect(tree, path, listed, objects);
      }
      if (kind !== 'file' || tree.size(path) > maxFileSize) return false;
      const manifests = once(this.#manifests, readText(tree, path), manifestsIn);
      if (manifests === undefined) return false;
      for (const manifest of manifests) objects.push({ manifest, file: path });
      return true;
    });
  }
}

function once<Value>(
  known: Map<string, Value>,
  text: string,
  read: (text: string) => Value,
): Value {
  if (!known.has(text)) known.set(text, read(text));
  return known.get(text) as Value;
}

function listedResources(text: string): readonly string[] | undefined {
  return listed(text, ({ apiVersion, kind }) => {
    if (kind !== undefined && kind !== 'Kustomization') return false;
    return apiVersion === undefined || apiVersion === 'kustomize.config.k8s.io/v1beta1';
  });
}

function listedInComponent(text: string): readonly string[] | undefined {
  return listed(text, ({ apiVersion, kind }) => {
    return kind === 'Component' && apiVersion === 'kustomize.config.k8s.io/v1alpha1';
  });
}

function listed(
  text: string,
  isRight: (type: { readonly apiVersion?: unknown; readonly kind?: unknown }) => boolean,
): readonly string[] | undefined {
  const read = readYaml(text);
  if ('problem' in read || read.documents.length !== 1) return undefined;
  const { apiVersion, kind, resources, ...more } = read.documents[0] ?? {};
  if (Object.keys(more).length > 0) return undefined;
  if (!isRight({ apiVersion, kind })) return undefined;
  if (!Array.isArray(resources) || resources.length === 0) return undefined;
  const paths: readonly unknown[] = resources;
  return paths.every((path) => typeof path === 'string') ? paths : undefined;
}

/** The manifests of a file that kustomize takes as they are; undefined for any other file. */
function manifestsIn(text: string): readonly Manifest[] | undefined {
  const read = readYaml(text);
  if ('problem' in read || (!read.isBlock && isBeyondPlain(text))) return undefined;
  const documents: readonly unknown[] = read.documents;
  return documents.every(isPlainManifest) ? documents : undefined;
}

function isBeyondPlain(text: string): boolean {
  return (
    beyondPlain.test(text.replace(scalarAnchor, ': ').replace(scalarAlias, '')) ||
    hasDeeperFoldedLine(text)
  );
}

/**
 * Whether a folded text has a line that is indented more than its first: kustomize writes each such
 * text anew with another line break before it (go.yaml.in/yaml/v3, emitterc.go).
 */
function hasDeeperFoldedLine(text: string): boolean {
  if (!text.includes('>')) return false;
  const lines = text.split('\n');
  return lines.some((line, index) => {
    if (!/(?:[:-]|^) *>[-+0-9]*\s*(?:#.*)?$/.test(line)) return false;
    const first = lines.slice(index + 1).find((each) => each.trim() !== '') ?? '';
    const indent = indentOf(first);
    // Below the first line, all of the text is indented at least as far.
    for (const each of lines.slice(index + 1)) {
      if (each.trim() === '') continue;
      if (indentOf(each) < indent) return false;
      if (indentOf(each) > indent) return true;
    }
    return false;
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isPlainManifest(value: unknown): value is Manifest {
  const { apiVersion, kind, metadata } = value as Readonly<Record<string, JsonValue>>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  if (apiVersion === '' || kind === '' || kind.endsWith('List')) return false;
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) return false;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return false;
  const { name, namespace, labels, annotations } = metadata as Readonly<Record<string, JsonValue>>;
  return (
    typeof name === 'string' &&
    name !== '' &&
    (namespace === undefined || (typeof namespace === 'string' && namespace !== '')) &&
    isTexts(labels) &&
    isTexts(annotations)
  );
}

function isTexts(value: JsonValue | undefined): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 &&
    entries.every(([key, text]) => typeof text === 'string' && !internalAnnotation.test(key))
  );
}

function isUnique(objects: readonly BuiltObject[]): boolean {
  return new Set(objects.map(({ manifest }) => resourceId(manifest))).size === objects.length;
}

/** What two objects of one build must not share. */
function resourceId({ apiVersion, kind, metadata }: Manifest): string {
  return [apiVersion.replace(/\/.*/, ''), kind, metadata.namespace ?? '', metadata.name].join('\n');
}
