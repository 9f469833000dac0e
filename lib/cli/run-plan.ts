import { type Diagnostic, formatDiagnostic, type OwnRule, type Painter } from '../core/index.ts';
import { readProvenance, writeReport } from '../io/plan/index.ts';
import { painterFor } from '../io/terminal.ts';
import { type OwnRules, ownRules } from '../own-rules.ts';
import {
  type ChangeRule,
  changesCustomObject,
  countLevel,
  diagnosticsOf,
  guarded,
  mixedOf,
  type Plan,
  planCluster,
  type PlanOptions,
  planVersion,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderText,
  type Rules,
  stagesOf,
} from '../plan/index.ts';
import type { Reconcile, Tree } from '../reconcile/index.ts';
import type { Identity } from '../sops/index.ts';
import { type FluxFlags, fluxOfThisMachine } from './offline-flux.ts';
import { checkMacs } from './plan-macs.ts';
import { headToPublish, movedImages } from './plan-images.ts';
import { inventoriesInBase, type InventoryFlags } from './plan-inventories.ts';
import { type ClusterStates, statesOf } from './plan-states.ts';
import { hasFile, type PlanTrees } from './plan-trees.ts';
import { writeStage } from './write-stage.ts';

/** The options of `sluice plan`. */
export interface PlanFlags extends FluxFlags, InventoryFlags {
  readonly base?: string;
  readonly head?: string;
  readonly cluster?: string;
  readonly format: 'text' | 'markdown' | 'html' | 'json';
  readonly output?: string;
  readonly stage?: 1 | 2;
}

/** Compares two trees, prints what Flux will do, and says by the exit code how bad it is. */
export async function runPlan(flags: PlanFlags, opened: PlanTrees): Promise<void> {
  const { reconcile, identities } = await fluxOfThisMachine(flags, process.env);
  const trees = { ...opened, head: headToPublish(opened) };
  const states = await statesOf(trees, flags.cluster, reconcile);
  const checked = await withMacs(states, trees.head, identities);
  const known = await inventoriesInBase(checked, flags, reconcile);
  const plan = await planOf(known, trees, opened.head, reconcile);
  if (flags.stage !== undefined) {
    await writeStage(plan, opened, { stage: flags.stage, output: flags.output, states, reconcile });
    return;
  }
  const found = plan.clusters.flatMap(({ diagnostics }) => diagnostics);
  process.exitCode = exitCodeOf(plan, found);
  // A file that is there is a plan of everything; what an error leaves of one is only printed.
  const file = process.exitCode === 1 ? undefined : flags.output;
  if (file === undefined) console.log(render(plan, flags, painterFor(process.stdout, process.env)));
  else writeReport(file, render(plan, flags));
  const paint = painterFor(process.stderr, process.env);
  const told = plan.clusters.flatMap(diagnosticsOf);
  for (const each of told) console.error(formatDiagnostic(each, paint));
  if (file !== flags.output) console.error(`${flags.output ?? ''} is not written`);
}

/** Adds to the heads what is wrong with their SOPS files. */
function withMacs(
  states: readonly ClusterStates[],
  tree: Tree,
  identities: readonly Identity[],
): Promise<readonly ClusterStates[]> {
  return Promise.all(
    states.map(async ({ head, ...each }) => {
      if (head === undefined || identities.length === 0) return { ...each, head };
      const found = await checkMacs(head, tree, identities);
      return { ...each, head: { ...head, diagnostics: [...head.diagnostics, ...found] } };
    }),
  );
}

async function planOf(
  states: readonly ClusterStates[],
  { head, headFolder }: PlanTrees,
  written: Tree,
  reconcile: Reconcile,
): Promise<Plan> {
  const find = readProvenance(headFolder);
  const options = {
    provenance: (file: string) =>
      hasFile(head, file) ? find(file, written.hash(file)) : undefined,
    hasFile: (file: string) => hasFile(head, file),
    hasFolder: (folder: string) => head.list(folder) !== undefined,
  };
  const own = await ownRules(headFolder, process.cwd(), 'changes');
  const clusters = await Promise.all(
    states.map(async (pair) => {
      const { base, head: next, entry } = pair;
      const mixed = await mixedOf(base, next, (held) => reconcile({ tree: head, entry, held }));
      const rules = changeRules(own, pair.name);
      const refusedBySchema = await transitionsIn(pair);
      const images = movedImages(head, next);
      const known = { mixed, images, ...(rules && { rules }), ...refusedBySchema };
      return planCluster(pair, { ...options, ...known });
    }),
  );
  return { version: planVersion, clusters, stages: stagesOf(clusters) };
}

function changeRules(own: OwnRules, cluster: string): Rules | undefined {
  const changes = own.get(cluster)?.filter(isChangeRule).map(guarded);
  return changes && { changes };
}

function isChangeRule(rule: OwnRule): rule is ChangeRule {
  return rule.about === 'changes';
}

/** Most plans change no object with such rules, and need not wait for what asks them. */
async function transitionsIn({
  base,
  head,
}: ClusterStates): Promise<Pick<PlanOptions, 'refusedBySchema'>> {
  if (head === undefined || !changesCustomObject(base, head)) return {};
  const { refusedBySchemasOf } = await import('./plan-transitions.ts');
  return { refusedBySchema: refusedBySchemasOf(head) };
}

function render(plan: Plan, { format }: PlanFlags, paint?: Painter): string {
  if (format === 'json') return renderJson(plan);
  if (format === 'html') return renderHtml(plan);
  if (format === 'markdown') return renderMarkdown(plan);
  return renderText(plan, paint);
}

function exitCodeOf({ clusters }: Plan, found: readonly Diagnostic[]): number {
  if (found.some(({ severity }) => severity === 'error')) return 1;
  if (countLevel(clusters, 'danger') > 0) return 3;
  return clusters.some(({ changes }) => changes.length > 0) ? 2 : 0;
}
