import { DiagnosticError, errorAt } from '../core/index.ts';
import { explain, explanationsAsJson, explanationText } from '../explain/index.ts';
import { painterFor } from '../io/terminal.ts';
import { clusterEntries } from '../reconcile/index.ts';
import { filesOf } from '../validate/index.ts';
import { type FluxFlags, fluxOfThisMachine } from './offline-flux.ts';
import { type TreeFlags, treeOf } from './tree-of.ts';

/** The options of `sluice explain`. */
export interface ExplainFlags extends FluxFlags, TreeFlags {
  readonly cluster?: string;
  readonly json?: true;
}

/** Prints what is known of each object that words name. */
export async function runExplain(words: readonly string[], flags: ExplainFlags): Promise<void> {
  const [{ tree, optionsOf }, { reconcile }] = await Promise.all([
    treeOf(flags, process.cwd()),
    fluxOfThisMachine(flags, process.env),
  ]);
  const files = filesOf(tree);
  const found = await Promise.all(
    clusterEntries([tree], flags.cluster).map(async ({ name, entry }) => {
      const state = { ...(await reconcile({ tree, entry })), name };
      return explain(state, { ...optionsOf(name), ...files }, words);
    }),
  );
  const all = found.flat();
  if (all.length === 0) {
    const message = `nothing that Flux applies is named ${words.join(' ')}`;
    const hint = 'sluice tree lists the apps, and with the name of one its objects.';
    throw new DiagnosticError([errorAt('unknown-object', {}, message, { hint })]);
  }
  const paint = painterFor(process.stdout, process.env);
  if (flags.json === true) console.log(explanationsAsJson(all));
  else console.log(all.map((each) => explanationText(each, paint)).join('\n\n'));
}
