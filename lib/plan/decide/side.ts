import { inventoryId } from '../../flux/index.ts';
import { type Manifest, type ObjectId, textAt } from '../../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
  ReconciledRelease,
  ReconciledResourceSet,
  Status,
} from '../../reconcile/state.ts';
import { formatOwner, type Owner } from '../plan.ts';

/** An object in the hands of one owner. */
export interface Placement {
  readonly owner: Owner;
  readonly object: ReconciledObject;
  readonly target: string;
  /** A CRD of a chart's `crds/`: installed with the release, and no part of it. */
  readonly isOutside?: true;
}

/** A cluster's state, with its objects by their identity. */
export interface Side {
  readonly kustomizations: ReadonlyMap<string, ReconciledKustomization>;
  readonly releases: ReadonlyMap<string, ReconciledRelease>;
  readonly resourceSets: ReadonlyMap<string, ReconciledResourceSet>;
  /** Who has each object, by key. */
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  /** The keys of what each owner has, in its order, by `formatOwner`. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** The identity of an object among all clusters that a cluster's Flux reaches. */
export function objectKey(target: string, id: ObjectId): string {
  return `${target}\n${inventoryId(id)}`;
}

export function sideOf(state: ClusterState | undefined): Side {
  const placements = new Map<string, Placement[]>();
  const keys = new Map<string, string[]>();
  const place = (placement: Placement): void => {
    const key = objectKey(placement.target, placement.object.id);
    const others = placements.get(key);
    if (others) others.push(placement);
    else placements.set(key, [placement]);
    const owner = formatOwner(placement.owner);
    const held = keys.get(owner);
    if (held) held.push(key);
    else keys.set(owner, [key]);
  };
  const kustomizations = new Map(state?.kustomizations.map((each) => [each.id, each]));
  const releases = new Map(state?.releases.map((each) => [each.id, each]));
  const resourceSets = new Map(state?.resourceSets.map((each) => [each.id, each]));
  for (const { id, target, objects } of kustomizations.values()) {
    const owner = { kind: 'Kustomization', id } as const;
    for (const object of objects) place({ owner, target, object });
  }
  for (const release of releases.values()) {
    const owner = { kind: 'HelmRelease', id: release.id } as const;
    const target = targetOf(kustomizations, release);
    for (const object of release.objects) place({ owner, target, object });
    for (const object of release.crds) place({ owner, target, object, isOutside: true });
  }
  for (const { id, objects } of resourceSets.values()) {
    for (const object of objects) place({ owner: { kind: 'ResourceSet', id }, target: '', object });
  }
  return { kustomizations, releases, resourceSets, placements, keys };
}

/** The cluster that a release is in: empty for the one that Flux runs in. */
export function targetOf(
  kustomizations: Side['kustomizations'],
  { manifest, owner }: ReconciledRelease,
): string {
  const named = ['secretRef', 'configMapRef'].map((each) =>
    textAt(manifest, 'spec', 'kubeConfig', each, 'name'),
  );
  const name = named.find((each) => each !== undefined);
  if (name === undefined) return kustomizations.get(owner)?.target ?? '';
  return `${manifest.metadata.namespace ?? ''}/${name}`;
}

const groups: Readonly<Record<Owner['kind'], string>> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
  ResourceSet: 'fluxcd.controlplane.io',
};

/** The key of an owner's own object, in the hands of who applies it. */
export function ownKey({ kind, id }: Owner): string {
  const slash = id.indexOf('/');
  const name = { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
  return objectKey('', { group: groups[kind], kind, ...name });
}

/** What a side knows of an owner. */
export function ownerIn(
  side: Side,
  { kind, id }: Owner,
): { readonly manifest: Manifest; readonly status: Status } | undefined {
  if (kind === 'Kustomization') return side.kustomizations.get(id);
  return kind === 'HelmRelease' ? side.releases.get(id) : side.resourceSets.get(id);
}
