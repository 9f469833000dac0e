import path from 'node:path';
import { type Diagnostic, DiagnosticError, errorAt } from '../core/index.ts';
import { writeEdits } from '../io/plan/index.ts';
import { formatObject, type ObjectId } from '../kubernetes/index.ts';
import { objectsAtRisk, type Plan, stageEdits, unmarkedIn, withEdits } from '../plan/index.ts';
import type { Reconcile, Tree } from '../reconcile/index.ts';
import type { ClusterStates } from './plan-states.ts';

interface StageOptions {
  readonly stage: 1 | 2;
  readonly output: string | undefined;
  readonly states: readonly ClusterStates[];
  readonly reconcile: Reconcile;
}

/**
 * Writes the files in which the intermediate tree of a safe move differs from the tree that it
 * begins with: the base for the first stage, the head for the second. Before it writes, the tree is
 * reconciled: every object must bear its protection there, and nothing may fail.
 */
export async function writeStage(
  plan: Plan,
  trees: { readonly base: Tree; readonly head: Tree },
  { stage, output, states, reconcile }: StageOptions,
): Promise<void> {
  stopAt(plan.clusters.flatMap(({ diagnostics }) => diagnostics));
  if (plan.stages.length === 0) throw usage('no move needs stages: publish the head');
  if (output === undefined) throw usage('--stage needs --output, the folder to write to');
  const side = stage === 1 ? 'base' : 'head';
  const objects = objectsAtRisk(plan.clusters);
  const edits = stageEdits(trees[side], objects);
  const tree = withEdits(trees[side], edits);
  const reconciled = await Promise.all(
    states.filter((each) => each[side]).map(({ entry }) => reconcile({ tree, entry })),
  );
  stopAt(reconciled.flatMap(({ diagnostics }) => diagnostics));
  const unmarked = reconciled.flatMap((state) => unmarkedIn(state, objects));
  if (unmarked.length > 0) throw new DiagnosticError(unmarked.map(incomplete));
  const decoder = new TextDecoder();
  writeEdits(output, edits, (file) => decoder.decode(trees[side].read(file)));
  for (const file of edits.keys()) console.log(`wrote ${path.join(output, file)}`);
  const next = plan.stages.find(({ number }) => number === stage);
  if (!next) return;
  console.log([`Publish ${next.publish}.`, `Then wait until ${next.wait}:`].join('\n'));
  for (const command of next.commands) console.log(`  ${command}`);
}

/** What fails may hold what moves, so that nobody would know whether the stage protects it. */
function stopAt(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new DiagnosticError(errors);
}

function incomplete(id: ObjectId): Diagnostic {
  const annotation = 'kustomize.toolkit.fluxcd.io/prune=disabled';
  const message = 'no file of the tree has it as it is applied: it is generated, renamed or sealed';
  const at = id.namespace === '' ? '' : `-n ${id.namespace} `;
  const what = `${id.kind.toLowerCase()} ${id.name}`;
  const hint = `Protect it in the cluster: kubectl annotate ${at}${what} ${annotation}`;
  return errorAt('stage-incomplete', { object: formatObject(id) }, message, { hint });
}

function usage(message: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, message)]);
}
