import { type Diagnostic, DiagnosticError, errorAt, formatDiagnostic } from '../core/index.ts';
import { readDump, readProvenance, writeReport } from '../io/plan/index.ts';
import { painterFor } from '../io/terminal.ts';
import {
  countLevel,
  type Plan,
  planCluster,
  planVersion,
  renderJson,
  renderMarkdown,
  renderText,
  stagesOf,
  withInventories,
} from '../plan/index.ts';
import { type FluxFlags, offlineFlux } from './offline-flux.ts';
import { type ClusterStates, statesOf } from './plan-states.ts';
import { hasFile, openTrees, type PlanTrees } from './plan-trees.ts';
import { writeStage } from './write-stage.ts';

/** The options of `sluice plan`. */
export interface PlanFlags extends FluxFlags {
  readonly base: string;
  readonly head?: string;
  readonly path: string;
  readonly cluster?: string;
  readonly inventory?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly output?: string;
  readonly stage?: 1 | 2;
}

/** Compares two trees, prints what Flux will do, and says by the exit code how bad it is. */
export async function runPlan(flags: PlanFlags): Promise<void> {
  const trees = openTrees(flags, process.cwd());
  const reconcile = await offlineFlux(flags, process.env);
  const states = await statesOf(trees, flags.cluster, reconcile);
  const known = flags.inventory === undefined ? states : live(states, flags.inventory);
  const plan = planOf(known, trees);
  if (flags.stage !== undefined) {
    await writeStage(plan, trees, { stage: flags.stage, output: flags.output, states, reconcile });
    return;
  }
  const text = render(plan, flags);
  if (flags.output === undefined) console.log(text);
  else writeReport(flags.output, text);
  const paint = painterFor(process.stderr, process.env);
  const found = plan.clusters.flatMap(({ diagnostics }) => diagnostics);
  for (const each of found) console.error(formatDiagnostic(each, paint));
  process.exitCode = exitCodeOf(plan, found);
}

function planOf(states: readonly ClusterStates[], { head, headFolder }: PlanTrees): Plan {
  const find = readProvenance(headFolder);
  const options = {
    provenance: (file: string) => (hasFile(head, file) ? find(file, head.hash(file)) : undefined),
    hasFile: (file: string) => hasFile(head, file),
    hasFolder: (folder: string) => head.list(folder) !== undefined,
  };
  const clusters = states.map((pair) => planCluster(pair, options));
  return { version: planVersion, clusters, stages: stagesOf(clusters) };
}

/** Takes what a cluster itself says of its Kustomizations for what the base says. */
function live(states: readonly ClusterStates[], file: string): readonly ClusterStates[] {
  const [only, ...others] = states;
  if (only?.base === undefined || others.length > 0) {
    const message = '--inventory is of one cluster of the base';
    throw new DiagnosticError([errorAt('usage', {}, message, { hint: 'Name it with --cluster.' })]);
  }
  return [{ ...only, base: withInventories(only.base, readDump(file)) }];
}

function render(plan: Plan, { format, output }: PlanFlags): string {
  if (format === 'json') return renderJson(plan);
  if (format === 'markdown') return renderMarkdown(plan);
  const isFile = output !== undefined;
  return isFile ? renderText(plan) : renderText(plan, painterFor(process.stdout, process.env));
}

function exitCodeOf({ clusters }: Plan, found: readonly Diagnostic[]): number {
  if (found.some(({ severity }) => severity === 'error')) return 1;
  if (countLevel(clusters, 'danger') > 0) return 3;
  return clusters.some(({ changes }) => changes.length > 0) ? 2 : 0;
}
