import { formatOwner } from '../plan.ts';
import type { SetRule, Surroundings } from './rule.ts';

/** Those that Flux applied until now and will not apply any more, or not as far as is known. */
function stopped({ before, after }: Surroundings): readonly string[] {
  const applied = new Set(
    before.owners.filter(({ status }) => status === 'applied').map(formatOwner),
  );
  return after.owners
    .filter(({ status }) => status === 'failed' || status === 'opaque')
    .map(formatOwner)
    .filter((each) => applied.has(each));
}

/** What fails, or waits for what fails, leaves in the cluster what it applied before. */
export const stoppedOwner: SetRule = {
  code: 'stopped-owner',
  level: 'caution',
  matches: (around) => stopped(around).length > 0,
  explain: (around) => `no longer applied, and left as they are: ${stopped(around).join(', ')}`,
  remedy: 'See what is said of them: sluice reconcile.',
};
