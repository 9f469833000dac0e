import { formatOwner } from '../plan.ts';
import { isUnknown, knowing } from './about.ts';
import type { SetRule, Surroundings } from './rule.ts';

/** Those that Flux will apply and prune by, of which is not known what they had applied. */
function unknown({ before, after }: Surroundings): readonly string[] {
  const had = new Set(before.owners.filter(isUnknown).map(formatOwner));
  return after.owners
    .filter(({ status, prunes }) => status === 'applied' && prunes)
    .map(formatOwner)
    .filter((each) => had.has(each));
}

/** Without what the inventory holds, what is pruned cannot be told. */
export const unknownBase: SetRule = {
  code: 'unknown-base',
  level: 'danger',
  matches: (around) => unknown(around).length > 0,
  explain: (around) =>
    `what they had applied, and so what they delete, is not known: ${unknown(around).join(', ')}`,
  remedy: knowing,
};
