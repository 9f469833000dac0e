import { holdsData, isRacing, names, staging } from './about.ts';
import type { Rule } from './rule.ts';

/** The old owner prunes what bears its labels: it does if it acts before the new one. */
export const movedData: Rule = {
  code: 'moved-data',
  level: 'danger',
  matches: (change) => isRacing(change) && holdsData(change),
  explain: ({ owner }) => `deleted first if ${names(owner.before)} reconciles first`,
  remedy: staging,
};
