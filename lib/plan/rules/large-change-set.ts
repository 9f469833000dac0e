import { isLost } from './about.ts';
import type { SetRule, Surroundings } from './rule.ts';

/** So many at once are more often a broken tree than a wish. */
const limits = { lost: 10, share: 0.25 } as const;

function lost({ changes }: Surroundings): number {
  return changes.filter(isLost).length;
}

/** A change set that takes a good part of a cluster away: a lost folder, a wrong path. */
export const largeChangeSet: SetRule = {
  code: 'large-change-set',
  level: 'danger',
  matches: (around) =>
    lost(around) >= limits.lost && lost(around) >= around.before.objects.length * limits.share,
  explain: (around) => `${lost(around)} of ${around.before.objects.length} objects are deleted`,
  remedy: 'Check that no folder or path was lost.',
};
