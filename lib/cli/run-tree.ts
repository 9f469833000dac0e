import { formatDiagnostic } from '../core/index.ts';
import { appsOf, treeAsJson, treeText } from '../explain/index.ts';
import { fitLine, painterFor } from '../io/terminal.ts';
import { clusterEntries } from '../reconcile/index.ts';
import { type FluxFlags, fluxOfThisMachine } from './offline-flux.ts';
import { type TreeFlags, treeOf } from './tree-of.ts';

/** The options of `sluice tree`. */
export interface TreeCommandFlags extends FluxFlags, TreeFlags {
  readonly cluster?: string;
  readonly json?: true;
}

/** Prints clusters as their apps, and on the side what keeps an app from being known. */
export async function runTree(apps: readonly string[], flags: TreeCommandFlags): Promise<void> {
  const [{ tree }, { reconcile }] = await Promise.all([
    treeOf(flags, process.cwd()),
    fluxOfThisMachine(flags, process.env),
  ]);
  const states = await Promise.all(
    clusterEntries([tree], flags.cluster).map(async ({ name, entry }) => ({
      ...(await reconcile({ tree, entry })),
      name,
    })),
  );
  const clusters = states.map((state) => ({ name: state.name, apps: appsOf(state) }));
  const paint = painterFor(process.stdout, process.env);
  if (flags.json === true) console.log(treeAsJson(clusters));
  else {
    const wanted = new Set(apps);
    const text = clusters.map((each) => treeText(each, wanted, paint)).join('\n\n');
    for (const line of text.split('\n')) console.log(fitLine(line, process.stdout));
  }
  const errors = states
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity }) => severity === 'error');
  if (errors.length > 0) process.exitCode = 1;
  const side = painterFor(process.stderr, process.env);
  for (const each of errors) console.error(formatDiagnostic(each, side));
}
