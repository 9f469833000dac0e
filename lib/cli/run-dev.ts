import path from 'node:path';
import { type Diagnostic, DiagnosticError, formatDiagnostic } from '../core/index.ts';
import {
  changedFiles,
  freshImporter,
  snapshot,
  type Snapshot,
  watchProject,
} from '../io/dev/index.ts';
import { inSource, prepareToImport, readProjectSettings } from '../io/index.ts';
import { painterFor } from '../io/terminal.ts';
import { programFailed } from '../program.ts';
import type { Tree } from '../reconcile/index.ts';
import { baseAt, commitOf, headFiles, repositoryOf } from './dev-base.ts';
import { devPlanner, type DevResult } from './dev-plan.ts';
import { type FluxFlags, fluxOfThisMachine } from './offline-flux.ts';
import { printReport, printWorking } from './print-dev.ts';

/** The options of `sluice dev`. */
export interface DevFlags extends FluxFlags {
  readonly base: string;
  readonly json?: true;
}

/** What a result depends on. */
interface Inputs {
  readonly files: Snapshot;
  /** The commit of the base; undefined where there is none yet. */
  readonly commit: string | undefined;
}

/** What the base renders to, or why that is not known. */
interface Base {
  readonly commit: string;
  readonly tree?: Tree;
  readonly problems?: readonly Diagnostic[];
}

/** Shows after each save what is wrong and what Flux would do, until it is interrupted. */
export async function runDev(flags: DevFlags): Promise<void> {
  const cwd = process.cwd();
  const settings = readProjectSettings(cwd);
  const repository = await repositoryOf(cwd);
  const { reconcile } = await fluxOfThisMachine(flags, process.env);
  await prepareToImport(path.resolve(cwd, settings.program));
  // A program in a folder of a larger repository may import what lies beside it.
  const { root } = repository;
  const judge = devPlanner({ cwd, settings, importFresh: freshImporter(root), reconcile });
  const output = path.resolve(cwd, settings.output);
  const look = async (): Promise<Inputs> => ({
    files: snapshot(root, output),
    commit: await commitOf(repository, flags.base),
  });
  const watcher = await watchProject(root, output, await headFiles(repository));
  let base: Base | undefined;
  const baseOf = async ({ commit }: Inputs): Promise<Base | undefined> => {
    if (commit === undefined || base?.commit === commit) return base;
    const made = baseAt(repository, commit, settings).then((tree) => ({ commit, tree }));
    base = await made.catch((error: unknown) => ({ commit, problems: diagnosticsOf(error) }));
    return base;
  };
  // What a program does not wait for may fail at any time, and must not end the watch.
  process.on('unhandledRejection', (error) => {
    showLate(error, cwd);
  });
  let shown: Inputs | undefined;
  for (;;) {
    const inputs = await look();
    if (shown === undefined || !isSame(inputs, shown)) {
      const begun = performance.now();
      const changed = shown === undefined ? [] : changedFiles(shown.files, inputs.files);
      const names = changed.map((file) => path.relative(cwd, file));
      if (flags.json !== true) printWorking(names);
      const { tree, problems = [] } = (await baseOf(inputs)) ?? {};
      const { plan, ...result } = await judge(tree).catch(failed);
      const milliseconds = Math.round(performance.now() - begun);
      // What was saved meanwhile makes this yesterday's answer.
      if (!isSame(inputs, await look())) continue;
      const findings = [...problems, ...result.findings].map((each) => inSource(each, cwd));
      // Against a base that is not known, all would be created.
      const planned = problems.length === 0 && plan !== undefined ? { plan } : {};
      const report = { ...result, ...planned, findings, changed: names, milliseconds };
      printReport(report, flags.json === true);
      shown = inputs;
    }
    await watcher.changed();
  }
}

function showLate(error: unknown, cwd: string): void {
  const paint = painterFor(process.stderr, process.env);
  for (const each of programFailed(error))
    console.error(formatDiagnostic(inSource(each, cwd), paint));
}

function isSame(a: Inputs, b: Inputs): boolean {
  return a.commit === b.commit && changedFiles(a.files, b.files).length === 0;
}

/** A program that fails is a result, and the next save may mend it. */
function failed(error: unknown): DevResult {
  return { findings: diagnosticsOf(error), known: 0 };
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  throw error;
}
