import { readProjectSettings } from '../io/index.ts';
import { readJudgements } from '../io/judgements.ts';
import type { OwnRule } from '../core/index.ts';
import { type ChangeRule, guarded, type Rules } from '../plan/index.ts';

/**
 * A team's own rules about changes, by the name of the cluster. Synth notes beside a tree whether
 * there are any, so that most plans need not wait for the program.
 *
 * @param folder the folder of the tree that synth wrote
 */
export async function ownChangeRules(
  folder: string,
  cwd: string,
): Promise<ReadonlyMap<string, Rules>> {
  const noted = Object.values(readJudgements(folder));
  if (!noted.some(({ judgesChanges }) => judgesChanges === true)) return new Map();
  const { loadProgram } = await import('./load-program.ts');
  const { fleet } = await loadProgram(cwd, readProjectSettings(cwd).program);
  return new Map(
    fleet.clusters.map((cluster) => [
      cluster.node.id,
      { changes: cluster.ownRules.filter(isChangeRule).map(guarded) },
    ]),
  );
}

function isChangeRule(rule: OwnRule): rule is ChangeRule {
  return rule.about === 'changes';
}
