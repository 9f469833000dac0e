import { plural } from '../../core/index.ts';
import { isMap, listAt, type Manifest, textAt, valueAt } from '../../kubernetes/index.ts';
import { type ClusterState, joinPath, readText } from '../../reconcile/index.ts';
import { clustersFolder } from '../../synth/index.ts';
import { belowFolder, filesBelow } from '../below-folder.ts';
import type { Check } from '../check.ts';
import { type ClusterEvidence, type Evidence, type Manifests, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** Where a part is missing, an image silently stays at its tag. */
export const imageAutomation: Check = {
  id: 'image-automation',
  title: 'Image automation is complete',
  part: 'offline',
  look,
};

function look({ clusters }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  let [looked, policies] = [0, 0];
  for (const each of clusters) {
    const manifests = valueOf(each.manifests, note, each.name);
    const state = manifests && valueOf(each.state, note, each.name);
    if (manifests === undefined || state === undefined) continue;
    looked += 1;
    policies += lookInto(each, manifests, new Automation(state), findings);
  }
  return findings.outcome(looked === 0 ? undefined : plural(policies, 'image'));
}

/** A marker of a file, as image-automation-controller reads it. */
interface Marker {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
}

const marker = /#\s*\{\s*"\$imagepolicy"\s*:\s*"([^":]+:[^":]+)(?::\w+)?"\s*\}/;

function lookInto(
  { name, synthesized }: ClusterEvidence,
  { files, folder }: Manifests,
  automation: Automation,
  findings: Findings,
): number {
  const tree = belowFolder(files.tree, folder);
  const folders = [
    `${clustersFolder}/${name}`,
    ...synthesized.apps.map(({ directory }) => directory),
  ];
  const paths = [...new Set(folders.flatMap((each) => [...filesBelow(tree, each)]))];
  const markers = paths.flatMap((file) => [...markersIn(readText(tree, file), file)]);
  for (const each of markers) {
    const { file, line } = each;
    const policy = automation.find('ImagePolicy', each.policy);
    if (policy === undefined) {
      const message = `its marker names the ImagePolicy ${each.policy.replace(':', '/')}, which is not there`;
      findings.fail(message, 'Publish the program, or take the comment off the line.', {
        file,
        line,
      });
      continue;
    }
    const problem = automation.whyNotCommitted(policy, joinPath(folder, file) ?? file);
    if (problem !== undefined) findings.fail(problem.message, problem.remedy, { file, line });
  }
  const images = synthesized.apps.flatMap((app) => app.images);
  const marked = new Set(markers.map(({ policy }) => policy));
  for (const { policy, isElsewhere } of images) {
    const object = `ImagePolicy flux-system/${policy}`;
    const found = automation.find('ImagePolicy', `flux-system:${policy}`);
    const remedy = 'Publish the program: sluice publish.';
    if (found === undefined) findings.fail('nothing defines it', remedy, { object });
    else if (!automation.hasRepository(found)) {
      findings.fail('the ImageRepository that it names is not there', remedy, { object });
    }
    if (!isElsewhere && !marked.has(`flux-system:${policy}`)) {
      findings.fail('no line of the manifests has its marker', remedy, { object });
    }
  }
  return images.length;
}

function* markersIn(text: string, file: string): Generator<Marker> {
  if (!text.includes('$imagepolicy')) return;
  for (const [index, line] of text.split('\n').entries()) {
    const [, policy] = marker.exec(line) ?? [];
    if (policy !== undefined) yield { policy, file, line: index + 1 };
  }
}

/** What a cluster has to follow images with. */
class Automation {
  readonly #objects: readonly Manifest[];
  /** `<kind>/<namespace>/<name>` of the tree's own source. */
  readonly #source: string;

  constructor({ kustomizations }: ClusterState) {
    this.#objects = kustomizations.flatMap(({ objects }) => objects.map((each) => each.manifest));
    this.#source = kustomizations.find(({ parent }) => parent === undefined)?.source ?? '';
  }

  /** @param id `<namespace>:<name>` */
  find(kind: string, id: string): Manifest | undefined {
    return this.#ofKind(kind).find(
      ({ metadata }) => `${metadata.namespace ?? ''}:${metadata.name}` === id,
    );
  }

  hasRepository(policy: Manifest): boolean {
    const reference = valueAt(policy, 'spec', 'imageRepositoryRef');
    const namespace = textAt(reference, 'namespace') ?? policy.metadata.namespace ?? '';
    return (
      this.find('ImageRepository', `${namespace}:${textAt(reference, 'name') ?? ''}`) !== undefined
    );
  }

  /** Why no automation commits a tag to a file; undefined where one does. */
  whyNotCommitted(
    policy: Manifest,
    file: string,
  ): { readonly message: string; readonly remedy: string } | undefined {
    const own = this.#ofKind('ImageUpdateAutomation').filter(
      (each) => this.#readsTree(each) && selects(each, policy),
    );
    const covering = own.filter((each) => {
      const path = joinPath('', textAt(each, 'spec', 'update', 'path') ?? '') ?? '';
      return path === '' || file === path || file.startsWith(`${path}/`);
    });
    const { name, namespace = '' } = policy.metadata;
    const remedy = 'Publish the program: sluice publish.';
    if (covering.length === 0) {
      const message = `no ImageUpdateAutomation of the policy ${namespace}/${name} covers its path`;
      return { message, remedy };
    }
    if (this.#hasCredentials()) return undefined;
    const message = 'Flux has no credentials to push the tags with';
    const hint = 'Name a Secret that may write as source.secret of the cluster.';
    return { message, remedy: hint };
  }

  #readsTree(automation: Manifest): boolean {
    const source = valueAt(automation, 'spec', 'sourceRef');
    const namespace = textAt(source, 'namespace') ?? automation.metadata.namespace ?? '';
    const id = `${textAt(source, 'kind') ?? ''}/${namespace}/${textAt(source, 'name') ?? ''}`;
    return id === this.#source;
  }

  /** The source may be made by flux-operator, from what the FluxInstance syncs. */
  #hasCredentials(): boolean {
    const [, namespace = '', name = ''] = this.#source.split('/');
    const source = this.find('GitRepository', `${namespace}:${name}`);
    const sync = this.#ofKind('FluxInstance').map((each) =>
      textAt(each, 'spec', 'sync', 'pullSecret'),
    );
    return [textAt(source, 'spec', 'secretRef', 'name'), ...sync].some(Boolean);
  }

  #ofKind(kind: string): readonly Manifest[] {
    return this.#objects.filter((each) => each.kind === kind);
  }
}

/** Whether an automation is for a policy: without a selector, for all of its namespace. */
function selects(automation: Manifest, policy: Manifest): boolean {
  if (automation.metadata.namespace !== policy.metadata.namespace) return false;
  const selector = valueAt(automation, 'spec', 'policySelector');
  const labels = policy.metadata.labels ?? {};
  const wanted = valueAt(selector, 'matchLabels');
  const isLabelled = Object.entries(isMap(wanted) ? wanted : {}).every(
    ([key, value]) => labels[key] === value,
  );
  return isLabelled && listAt(selector, 'matchExpressions').every((each) => meets(each, labels));
}

function meets(expression: unknown, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[textAt(expression, 'key') ?? ''];
  const isAmong = value !== undefined && listAt(expression, 'values').includes(value);
  switch (textAt(expression, 'operator')) {
    case 'In':
      return isAmong;
    case 'NotIn':
      return !isAmong;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
