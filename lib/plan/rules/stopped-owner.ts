import type { Status } from '../../reconcile/state.ts';
import { formatOwner } from '../plan.ts';
import type { SetRule, Surroundings } from './rule.ts';

/** Those that Flux applied until now and that come to another status. */
export function statusChanges({ before, after }: Surroundings, to: Status): readonly string[] {
  const applied = new Set(
    before.owners.filter(({ status }) => status === 'applied').map(formatOwner),
  );
  return after.owners
    .filter(({ status }) => status === to)
    .map(formatOwner)
    .filter((each) => applied.has(each));
}

/** What fails, or waits for what fails, leaves in the cluster what it applied before. */
export const stoppedOwner: SetRule = {
  code: 'stopped-owner',
  level: 'caution',
  matches: (around) => statusChanges(around, 'failed').length > 0,
  explain: (around) =>
    `no longer applied, and left as they are: ${statusChanges(around, 'failed').join(', ')}`,
  remedy: 'See what is said of them: sluice reconcile.',
};
