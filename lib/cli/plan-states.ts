import {
  clusterEntries,
  type ClusterEntry,
  type ClusterState,
  type Reconcile,
  type Tree,
} from '../reconcile/index.ts';

/** One cluster in both trees. */
export interface ClusterStates extends ClusterEntry {
  readonly base: ClusterState | undefined;
  readonly head: ClusterState | undefined;
}

/**
 * Reconciles every cluster that either tree has.
 *
 * @param wanted the only cluster, by its name or the folder in which its Flux begins
 */
export async function statesOf(
  trees: { readonly base: Tree; readonly head: Tree },
  wanted: string | undefined,
  reconcileTree: Reconcile,
): Promise<readonly ClusterStates[]> {
  return Promise.all(
    clusterEntries([trees.base, trees.head], wanted).map(
      async ({ name, entry }): Promise<ClusterStates> => {
        const stateIn = async (side: 'base' | 'head'): Promise<ClusterState | undefined> => {
          if (trees[side].list(entry) === undefined) return undefined;
          return { ...(await reconcileTree({ tree: trees[side], entry })), name };
        };
        return { name, entry, base: await stateIn('base'), head: await stateIn('head') };
      },
    ),
  );
}
