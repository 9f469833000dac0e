import { DiagnosticError, errorAt } from '../core/index.ts';
import { joinPath, onlyEntry, type Tree } from '../reconcile/index.ts';
import { type FluxFlags, fluxOfThisMachine, openFolder } from './offline-flux.ts';
import { printState, stateAsJson } from './print-state.ts';

/** The options of `sluice reconcile`. */
export interface ReconcileFlags extends FluxFlags {
  readonly path: string;
  readonly entry?: string;
  readonly json?: true;
}

/** Reconciles a tree and prints what Flux would apply. */
export async function runReconcile(flags: ReconcileFlags): Promise<void> {
  const tree = openFolder(flags.path, '--path');
  const entry = entryOf(flags, tree);
  const { reconcile } = await fluxOfThisMachine(flags, process.env);
  const state = await reconcile({ tree, entry });
  if (flags.json === true) console.log(stateAsJson(state));
  else printState(state);
  if (state.diagnostics.some(({ severity }) => severity === 'error')) process.exitCode = 1;
}

function entryOf({ entry }: ReconcileFlags, tree: Tree): string {
  const found = entry === undefined ? onlyEntry(tree) : joinPath('', entry);
  if (typeof found === 'string') return found;
  const message = `the entry ${entry ?? ''} is outside of the tree`;
  throw new DiagnosticError([found ?? errorAt('entry-not-found', {}, message)]);
}
