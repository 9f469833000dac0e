import type { Described } from '../describe.ts';
import type { Change, Risk } from '../plan.ts';
import type { Rules, Surroundings } from './rule.ts';

/** Asks every rule about every change; dangers come first. */
export function assess(
  described: readonly Described[],
  states: Omit<Surroundings, 'changes'>,
  rules: Required<Rules>,
): { readonly changes: readonly Change[]; readonly risks: readonly Risk[] } {
  const around = { ...states, changes: described };
  const changes = described.map((change): Change => {
    const matching = rules.changes.filter((rule) => rule.matches(change, around));
    const risks = matching.map((rule): Risk => {
      const { code, level, remedy } = rule;
      return { code, level, message: rule.explain(change, around), remedy };
    });
    return { ...change, risks: risks.sort(byLevel) };
  });
  const risks = rules.sets
    .filter((rule) => rule.matches(around))
    .map((rule): Risk => {
      const { code, level, remedy } = rule;
      return { code, level, message: rule.explain(around), remedy };
    });
  return { changes, risks: risks.sort(byLevel) };
}

function byLevel(a: Risk, b: Risk): number {
  return Number(b.level === 'danger') - Number(a.level === 'danger');
}
