import { DiagnosticError, errorAt } from '../core/index.ts';
import { belowInBase, belowInHead } from '../plan/index.ts';
import {
  type Below,
  type ClusterState,
  findEntries,
  joinPath,
  printPath,
  type Reconcile,
  type Tree,
} from '../reconcile/index.ts';

/** One cluster in both trees. */
export interface ClusterStates {
  /** The name that people know it by. */
  readonly name: string;
  /** The folder in which its Flux begins. */
  readonly entry: string;
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
  const found = [...new Set([...findEntries(trees.base), ...findEntries(trees.head)])].sort();
  const names = namesOf(found);
  const named = joinPath('', wanted ?? '');
  const isFolder = (tree: Tree): boolean => named !== undefined && tree.list(named) !== undefined;
  const chosen =
    wanted === undefined ? found : found.filter((entry) => wanted === names.get(entry));
  if (chosen.length === 0 && wanted !== undefined && named !== undefined) {
    // Flux can begin in any folder: a person who names one knows.
    if ([trees.base, trees.head].some(isFolder)) chosen.push(named);
  }
  if (chosen.length === 0) throw noCluster(wanted, [...names.values()]);
  return Promise.all(
    chosen.map(async (entry): Promise<ClusterStates> => {
      const name = names.get(entry) ?? printPath(entry);
      const stateIn = async (tree: Tree, below: Below): Promise<ClusterState | undefined> => {
        if (tree.list(entry) === undefined) return undefined;
        return { ...(await reconcileTree({ tree, entry, below })), name };
      };
      const base = await stateIn(trees.base, belowInBase);
      return { name, entry, base, head: await stateIn(trees.head, belowInHead(base)) };
    }),
  );
}

/** `home` for `clusters/home/flux-system`, as long as no other entry is called so. */
function namesOf(entries: readonly string[]): ReadonlyMap<string, string> {
  const short = entries.map((entry) => entry.replace(/\/flux-system$/, '').replace(/^.*\//, ''));
  return new Map(
    entries.map((entry, index) => {
      const name = short[index] ?? '';
      const isOnly = name !== '' && short.indexOf(name) === short.lastIndexOf(name);
      return [entry, isOnly ? name : printPath(entry)];
    }),
  );
}

function noCluster(wanted: string | undefined, names: readonly string[]): DiagnosticError {
  const isEmpty = wanted === undefined || names.length === 0;
  const message = 'no folder of either tree looks like an entry of Flux';
  const hint = 'Name the folder that the root Kustomization applies, with --cluster.';
  return new DiagnosticError([
    isEmpty
      ? errorAt('entry-not-found', {}, message, { hint })
      : errorAt('unknown-cluster', {}, `neither tree has a cluster named ${wanted}`, {
          hint: `They have: ${names.join(', ')}.`,
        }),
  ]);
}
