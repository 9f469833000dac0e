/** Clusters by hand: Kustomizations with their objects, under a root that applies them all. */
import { inventoryId } from '../../lib/flux/index.ts';
import { type JsonValue, type Manifest, objectId } from '../../lib/kubernetes/index.ts';
import { type Change, planCluster, type PlanOptions } from '../../lib/plan/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
  ReconciledRelease,
  ReconciledResourceSet,
} from '../../lib/reconcile/index.ts';

type Fields = Readonly<Record<string, JsonValue>>;
type Given = Manifest | ReconciledObject;

/** An object in namespace `demo`; `more` is merged into it. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  more: Fields = {},
): Manifest {
  const { metadata = {}, ...rest } = more;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: 'demo', ...(metadata as Fields) },
    ...rest,
  };
}

export const configMap = (name: string, more: Fields = {}) => object('v1', 'ConfigMap', name, more);
export const claim = (name: string, more: Fields = {}) =>
  object('v1', 'PersistentVolumeClaim', name, more);
export const deployment = (name: string, spec: Fields = {}) =>
  object('apps/v1', 'Deployment', name, { spec });
export const clusterObject = (
  apiVersion: string,
  kind: string,
  name: string,
  more: Fields = {},
) => {
  const made = object(apiVersion, kind, name, more);
  return { ...made, metadata: { ...made.metadata, namespace: '' } };
};

/** A workload with one container. */
export const running = (image: string, container: Fields = {}, pod: Fields = {}): Fields => ({
  template: { spec: { containers: [{ name: 'web', image, ...container }], ...pod } },
});

/** An object with annotations of kustomize-controller. */
export function told(manifest: Manifest, marks: Readonly<Record<string, string>>): Manifest {
  const entries = Object.entries(marks).map(([key, value]) => [
    `kustomize.toolkit.fluxcd.io/${key}`,
    value,
  ]);
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: Object.fromEntries(entries) as never },
  };
}

/** An object that was ciphertext. */
export function sealed(manifest: Manifest, committed: Fields, opened: boolean): ReconciledObject {
  const whole = { ...manifest, ...committed };
  return { id: objectId(manifest), manifest, sealed: { committed: whole, opened } };
}

interface More {
  readonly parent?: string;
  readonly status?: ReconciledKustomization['status'];
  readonly source?: string;
}

/** A Kustomization in flux-system that prunes, unless its spec says otherwise. */
export function kustomization(
  name: string,
  objects: readonly Given[],
  spec: Fields = {},
  { parent, status, source = 'GitRepository/flux-system/flux-system' }: More = {},
): ReconciledKustomization {
  const manifest = object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name, {
    metadata: { namespace: 'flux-system' },
    spec: { path: `./apps/${name}`, prune: true, ...spec },
  });
  const made = objects.map(reconciled);
  const dependsOn = (spec['dependsOn'] ?? []) as readonly { readonly name: string }[];
  return {
    id: `flux-system/${name}`,
    manifest,
    parent: parent === undefined ? 'flux-system/root' : `flux-system/${parent}`,
    source,
    path: typeof spec['path'] === 'string' ? spec['path'] : `apps/${name}`,
    target: '',
    status: status ?? (spec['suspend'] === true ? 'suspended' : 'applied'),
    dependsOn: dependsOn.map((each) => `flux-system/${each.name}`),
    objects: made,
    inventory: made.map(({ id }) => inventoryId(id)).sort(),
  };
}

export const after = (...names: readonly string[]): Fields => ({
  dependsOn: names.map((name) => ({ name })),
});

/** A HelmRelease in `demo`, and what it installs. */
export function release(
  name: string,
  objects: readonly Given[],
  spec: Fields = {},
  more: Partial<ReconciledRelease> = {},
): ReconciledRelease {
  return {
    id: `demo/${name}`,
    owner: 'flux-system/root',
    manifest: object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, { spec }),
    status: spec['suspend'] === true ? 'suspended' : 'applied',
    target: { name, namespace: 'demo', storageNamespace: 'demo' },
    chart: { name, version: '1.0.0' },
    objects: objects.map(reconciled),
    crds: [],
    crdPolicy: { install: 'Create', upgrade: 'Create' },
    ...more,
  };
}

/** A ResourceSet in `demo`, and what it makes. */
export function resourceSet(
  name: string,
  objects: readonly Given[],
  more: Partial<ReconciledResourceSet> = {},
): ReconciledResourceSet {
  const made = objects.map(reconciled);
  return {
    id: `demo/${name}`,
    owner: 'flux-system/root',
    manifest: object('fluxcd.controlplane.io/v1', 'ResourceSet', name),
    status: 'applied',
    objects: made,
    inventory: made.map(({ id }) => inventoryId(id)).sort(),
    ...more,
  };
}

function reconciled(given: Given): ReconciledObject {
  return 'id' in given && 'manifest' in given
    ? (given as ReconciledObject)
    : { id: objectId(given), manifest: given };
}

/** A cluster whose root applies these, and whatever names it as parent or owner. */
export function cluster(
  kustomizations: readonly ReconciledKustomization[],
  releases: readonly ReconciledRelease[] = [],
  resourceSets: readonly ReconciledResourceSet[] = [],
): ClusterState {
  const holding = (id: string) => [
    ...kustomizations.filter(({ parent }) => parent === id),
    ...[...releases, ...resourceSets].filter(({ owner }) => owner === id),
  ];
  const root = kustomization(
    'root',
    holding('flux-system/root').map(({ manifest }) => manifest),
  );
  const applied = kustomizations.map((each) => ({
    ...each,
    objects: [...each.objects, ...holding(each.id).map(({ manifest }) => reconciled(manifest))],
  }));
  const all = [{ ...root, parent: undefined }, ...applied];
  return { name: 'home', kustomizations: all, releases, resourceSets, diagnostics: [] };
}

/** The changes between two clusters, without those of their owners themselves. */
export function changesOf(
  base: ClusterState,
  head: ClusterState,
  options: PlanOptions = {},
): readonly Change[] {
  return planCluster({ base, head }, options).changes.filter(
    ({ object: { kind } }) => !['Kustomization', 'HelmRelease', 'ResourceSet'].includes(kind),
  );
}

/** Changes in a few words: `deleted PersistentVolumeClaim data`, with a `?` if that is not sure. */
export function inWords(changes: readonly Change[]): readonly string[] {
  return changes.map(({ action, certain, object: { kind, name }, cause }) => {
    const because = cause === undefined ? '' : ` (${cause.kind})`;
    return `${action}${certain ? '' : '?'} ${kind} ${name}${because}`;
  });
}

/** What the plan says of two lists of Kustomizations, in a few words. */
export function planned(
  base: readonly ReconciledKustomization[],
  head: readonly ReconciledKustomization[],
): readonly string[] {
  return inWords(changesOf(cluster(base), cluster(head)));
}
