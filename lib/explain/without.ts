import { inventoryId } from '../flux/index.ts';
import { kindKey, type ObjectId } from '../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
} from '../reconcile/index.ts';

/** Where a state has what objects of a kind make. */
const makers: Readonly<Record<string, 'kustomizations' | 'releases' | 'resourceSets'>> = {
  'Kustomization.kustomize.toolkit.fluxcd.io': 'kustomizations',
  'HelmRelease.helm.toolkit.fluxcd.io': 'releases',
  'ResourceSet.fluxcd.controlplane.io': 'resourceSets',
};

/** The state of a cluster whose tree has an object no more, nor what that object would make. */
export function without(state: ClusterState, id: ObjectId): ClusterState {
  const own = inventoryId(id);
  const isIt = (each: ReconciledObject): boolean => inventoryId(each.id) === own;
  const rest = <Maker extends { readonly objects: readonly ReconciledObject[] }>(
    each: Maker,
  ): Maker => {
    if (!each.objects.some(isIt)) return each;
    return { ...each, objects: each.objects.filter((object) => !isIt(object)) };
  };
  const unlisted = <Maker extends { readonly inventory: readonly string[] }>(
    each: Maker,
  ): Maker => ({ ...each, inventory: each.inventory.filter((listed) => listed !== own) });
  const left = {
    ...state,
    kustomizations: state.kustomizations.map(rest).map(unlisted),
    releases: state.releases.map(rest),
    resourceSets: state.resourceSets.map(rest).map(unlisted),
  };
  const made = makers[kindKey(id)];
  const name = `${id.namespace}/${id.name}`;
  if (made === 'kustomizations') {
    // Flux begins in the folder of the root, whether or not the root is among its own objects.
    const isRoot = state.kustomizations.some(
      (each) => each.id === name && each.parent === undefined,
    );
    return isRoot ? left : withoutKustomizations(left, new Set([name]));
  }
  if (made === undefined) return left;
  return { ...left, [made]: left[made].filter((each) => each.id !== name) };
}

/** What is left when Kustomizations go, with all that they apply. */
function withoutKustomizations(state: ClusterState, gone: ReadonlySet<string>): ClusterState {
  const isGone = ({ id, parent }: ReconciledKustomization): boolean =>
    gone.has(id) || (parent !== undefined && gone.has(parent));
  const more = new Set([...gone, ...state.kustomizations.filter(isGone).map(({ id }) => id)]);
  if (more.size > gone.size) return withoutKustomizations(state, more);
  return {
    ...state,
    kustomizations: state.kustomizations.filter((each) => !isGone(each)),
    releases: state.releases.filter(({ owner }) => !gone.has(owner)),
    resourceSets: state.resourceSets.filter(({ owner }) => !gone.has(owner)),
  };
}
