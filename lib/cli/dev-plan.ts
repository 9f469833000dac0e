import path from 'node:path';
import { DiagnosticError, type Finding } from '../core/index.ts';
import type { ProjectSettings } from '../io/index.ts';
import { memoryTree } from '../io/reconcile/index.ts';
import { loadProgramBy } from '../load-program.ts';
import { type Plan, planCluster, planVersion, stagesOf } from '../plan/index.ts';
import { existingIn } from '../publish/index.ts';
import { kindOf, type Reconcile, type Tree } from '../reconcile/index.ts';
import { withCommittedTags } from '../synth/index.ts';
import { type TreeToValidate, validateTree } from '../validate/index.ts';
import { statesOf } from './plan-states.ts';
import { renderFleet } from './render-fleet.ts';
import { treeOf } from './synthesized-tree.ts';

/** What a saved program amounts to. */
export interface DevResult {
  /** What is wrong, and was not at the base. */
  readonly findings: readonly Finding[];
  /** How many findings the base has as well. */
  readonly known: number;
  /** Undefined where the program fails. */
  readonly plan?: Plan;
}

/** What a program is judged with. */
export interface DevTools {
  /** The folder of the program. */
  readonly cwd: string;
  readonly settings: ProjectSettings;
  /** Imports a module as it is now. */
  readonly importFresh: (file: string) => Promise<void>;
  readonly reconcile: Reconcile;
}

/** Judges a program as it is now, again and again; a base is judged once. */
export function devPlanner(tools: DevTools): (base: Tree | undefined) => Promise<DevResult> {
  let judged: { readonly base: Tree; readonly findings: ReadonlySet<string> } | undefined;
  return async (wanted) => {
    const base = wanted ?? memoryTree(new Map());
    const { head, diagnostics } = await synthesizeNow(tools, base);
    if (judged?.base !== base) {
      const found = new Set<string>();
      const remember = (each: Finding): boolean => {
        found.add(keyOf(each));
        return false;
      };
      if (wanted !== undefined) await findingsIn({ ...head, tree: base }, tools, remember);
      judged = { base, findings: found };
    }
    const { findings } = judged;
    let known = 0;
    const isNew = (each: Finding): boolean => {
      const isKnown = findings.has(keyOf(each));
      if (isKnown) known += 1;
      return !isKnown;
    };
    const found = await findingsIn(head, tools, isNew);
    const plan = await planOf(base, head, tools.reconcile);
    return { findings: [...diagnostics, ...found], known, plan };
  };
}

/** The findings that somebody wants. */
async function findingsIn(
  { tree, optionsOf }: TreeToValidate,
  { reconcile }: DevTools,
  isWanted: (finding: Finding) => boolean,
): Promise<readonly Finding[]> {
  const judged = { tree, optionsOf: (name: string) => ({ ...optionsOf(name), isWanted }) };
  const validations = await validateTree(judged, undefined, reconcile);
  return validations.flatMap(({ findings }) => findings);
}

/** What is the same finding, wherever in its file it stands. */
function keyOf({ code, message, location: { object = '', field = '' } }: Finding): string {
  return [code, object, field, message].join('\n');
}

interface Now {
  readonly head: TreeToValidate;
  /** Warnings of the program. */
  readonly diagnostics: readonly Finding[];
}

async function synthesizeNow({ cwd, settings, importFresh }: DevTools, base: Tree): Promise<Now> {
  const load: Parameters<typeof renderFleet>[3] = (directory, program) =>
    loadProgramBy((folder, file) => importFresh(path.resolve(folder, file)), directory, program);
  const { synthesis, diagnostics } = await renderFleet(cwd, settings, undefined, load);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    throw new DiagnosticError(diagnostics);
  }
  // As it would be published: with the tags that Flux committed.
  const tree = withCommittedTags(existingIn(base), synthesis.tree);
  return { head: treeOf({ ...synthesis, tree }, cwd), diagnostics };
}

async function planOf(base: Tree, head: TreeToValidate, reconcile: Reconcile): Promise<Plan> {
  const states = await statesOf({ base, head: head.tree }, undefined, reconcile);
  const clusters = states.map((pair) => {
    const { originOf } = head.optionsOf(pair.name);
    return planCluster(pair, {
      ...(originOf && { provenance: originOf }),
      hasFile: (file) => kindOf(head.tree, file) === 'file',
      hasFolder: (folder) => head.tree.list(folder) !== undefined,
    });
  });
  return { version: planVersion, clusters, stages: stagesOf(clusters) };
}
