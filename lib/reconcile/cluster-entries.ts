import { DiagnosticError, errorAt } from '../core/index.ts';
import { findEntries } from './entry.ts';
import { joinPath, printPath, type Tree } from './tree.ts';

/** A cluster of a tree. */
export interface ClusterEntry {
  /** The name that people know it by. */
  readonly name: string;
  /** The folder in which its Flux begins. */
  readonly entry: string;
}

/**
 * The clusters that any of some trees has.
 *
 * @param wanted the only cluster, by its name or the folder in which its Flux begins
 * @throws DiagnosticError where there is none
 */
export function clusterEntries(
  trees: readonly Tree[],
  wanted: string | undefined,
): readonly ClusterEntry[] {
  const found = [...new Set(trees.flatMap(findEntries))].sort();
  const names = namesOf(found);
  const named = joinPath('', wanted ?? '');
  const isFolder = (tree: Tree): boolean => named !== undefined && tree.list(named) !== undefined;
  const chosen =
    wanted === undefined ? found : found.filter((entry) => wanted === names.get(entry));
  if (chosen.length === 0 && wanted !== undefined && named !== undefined) {
    // Flux can begin in any folder: a person who names one knows.
    if (trees.some(isFolder)) chosen.push(named);
  }
  if (chosen.length === 0) throw noCluster(wanted, [...names.values()], trees.length);
  return chosen.map((entry) => ({ name: names.get(entry) ?? printPath(entry), entry }));
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

function noCluster(
  wanted: string | undefined,
  names: readonly string[],
  trees: number,
): DiagnosticError {
  const isEmpty = wanted === undefined || names.length === 0;
  const each = trees > 1 ? 'no folder of either tree' : 'no folder of the tree';
  const message = `${each} looks like an entry of Flux`;
  const hint = 'Name the folder that the root Kustomization applies, with --cluster.';
  const [neither, they] =
    trees > 1 ? ['neither tree has a', 'They have'] : ['the tree has no', 'It has'];
  return new DiagnosticError([
    isEmpty
      ? errorAt('entry-not-found', {}, message, { hint })
      : errorAt('unknown-cluster', {}, `${neither} cluster named ${wanted}`, {
          hint: `${they}: ${names.join(', ')}.`,
        }),
  ]);
}
