import { belowInBase, belowInHead } from '../plan/index.ts';
import {
  type Below,
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
        const stateIn = async (tree: Tree, below: Below): Promise<ClusterState | undefined> => {
          if (tree.list(entry) === undefined) return undefined;
          return { ...(await reconcileTree({ tree, entry, below })), name };
        };
        const base = await stateIn(trees.base, belowInBase);
        return { name, entry, base, head: await stateIn(trees.head, belowInHead(base)) };
      },
    ),
  );
}
