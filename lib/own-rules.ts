import type { OwnRule } from './core/index.ts';
import { readProjectSettings } from './io/project.ts';
import { readJudgements } from './io/judgements.ts';
import type { Rule, TreeToValidate } from './validate/index.ts';

/** A team's own rules, by the name of the cluster. */
export type OwnRules = ReadonlyMap<string, readonly OwnRule[]>;

/**
 * A team's own rules, about objects or about changes. Synth notes beside a tree whether there are any,
 * so that most who ask need not wait for the program.
 *
 * @param folder the folder of the tree that synth wrote
 * @param cwd the folder of the program
 * @throws DiagnosticError where there are such rules, and no program
 */
export async function ownRules(
  folder: string,
  cwd: string,
  wanted: OwnRule['about'],
): Promise<OwnRules> {
  const noted = Object.values(readJudgements(folder));
  if (!noted.some(({ judges = [] }) => judges.includes(wanted))) return new Map();
  const { loadProgram } = await import('./load-program.ts');
  const { fleet } = await loadProgram(cwd, readProjectSettings(cwd).program);
  return new Map(
    fleet.clusters.map((cluster) => [
      cluster.node.id,
      cluster.ownRules.filter(({ about }) => about === wanted),
    ]),
  );
}

/** A tree with a team's own rules beside what synth noted. */
export async function withOwnRules(
  { tree, optionsOf }: TreeToValidate,
  folder: string,
  cwd: string,
): Promise<TreeToValidate> {
  const own = await ownRules(folder, cwd, 'objects');
  return {
    tree,
    optionsOf: (name) => ({
      ...optionsOf(name),
      rules: (own.get(name) ?? []).filter(isObjectRule),
    }),
  };
}

/** Whether a rule is about objects, so that validation asks it. */
export function isObjectRule(rule: OwnRule): rule is Rule {
  return rule.about === 'objects';
}
