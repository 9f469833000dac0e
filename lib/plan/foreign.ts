import type { ClusterState, ReconciledKustomization } from '../reconcile/index.ts';

/**
 * A head with the Kustomizations that a cluster has from elsewhere: that no tree has, and that none
 * of those in a tree holds. Nothing that is published here changes them.
 *
 * @param tree what was applied, as its tree says it
 * @param live the same as the cluster says it
 */
export function withForeign(
  head: ClusterState,
  tree: ClusterState,
  live: ClusterState,
): ClusterState {
  const known = new Set([...head.kustomizations, ...tree.kustomizations].map(({ id }) => id));
  const others = new Map(live.kustomizations.map((each) => [each.id, each]));
  const isForeign = (
    { id, parent }: ReconciledKustomization,
    above: readonly string[],
  ): boolean => {
    if (known.has(id)) return false;
    const holder = parent === undefined ? undefined : others.get(parent);
    return holder === undefined || above.includes(id) || isForeign(holder, [...above, id]);
  };
  const foreign = live.kustomizations.filter((each) => isForeign(each, []));
  return { ...head, kustomizations: [...head.kustomizations, ...foreign] };
}
