import { type Diagnostic, DiagnosticError, errorAt } from '../core/index.ts';
import { openRepository } from '../io/git/index.ts';
import { askCluster, readDump } from '../io/plan/index.ts';
import type { JsonObject } from '../kubernetes/index.ts';
import { revisionsIn, withForeign, withInventories, withSuspensions } from '../plan/index.ts';
import { type ClusterState, joinPath, type Reconcile } from '../reconcile/index.ts';
import type { ClusterStates } from './plan-states.ts';

/** The options that say where inventories come from. */
export interface InventoryFlags {
  readonly path: string;
  readonly inventory?: string;
  readonly live?: true;
  readonly context?: string;
}

/** Takes what a cluster itself says of its owners for what the base says, where that is asked for. */
export async function inventoriesInBase(
  states: readonly ClusterStates[],
  flags: InventoryFlags,
  reconcile: Reconcile,
): Promise<readonly ClusterStates[]> {
  const { inventory: file, live, context } = flags;
  if (file === undefined && live === undefined) return states;
  const [only, ...others] = states;
  if (only?.base === undefined || others.length > 0) {
    const option = file === undefined ? '--live' : '--inventory';
    const hint = 'Name it with --cluster.';
    const message = `${option} is of one cluster of the base`;
    throw new DiagnosticError([errorAt('usage', {}, message, { hint })]);
  }
  const dump = file === undefined ? await askCluster(context) : readDump(file);
  const { found, missing } = await appliedStates(only.entry, only.base, dump, flags, reconcile);
  const base = withInventories(only.base, dump, (revision) => found.get(revision));
  if (only.head === undefined) return [{ ...only, base }];
  const head = withForeign(withSuspensions(only.head, only.base, base), only.base, base);
  return [{ ...only, base, head: { ...head, diagnostics: [...missing, ...head.diagnostics] } }];
}

/** The states of the revisions that the cluster has applied, and what is said of those not at hand. */
async function appliedStates(
  entry: string,
  base: ClusterState,
  dump: readonly JsonObject[],
  { path }: InventoryFlags,
  reconcile: Reconcile,
): Promise<{
  readonly found: ReadonlyMap<string, ClusterState>;
  readonly missing: readonly Diagnostic[];
}> {
  const repository = await openRepository(process.cwd());
  const found = new Map<string, ClusterState>();
  const missing: Diagnostic[] = [];
  const source = base.kustomizations.find(({ parent }) => parent === undefined)?.source ?? '';
  for (const revision of revisionsIn(dump, source)) {
    const commit = /(?:^|@)sha1:([0-9a-f]{40})$/.exec(revision)?.[1];
    try {
      const tree =
        commit === undefined ? undefined : await repository?.tree(commit, joinPath('', path) ?? '');
      if (tree !== undefined) {
        found.set(revision, await reconcile({ tree, entry }));
        continue;
      }
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
    }
    const message = `the cluster has applied ${revision}, which is not at hand: what it applied is taken to be as in the base`;
    missing.push({ ...errorAt('unknown-revision', {}, message), severity: 'warning' });
  }
  return { found, missing };
}
