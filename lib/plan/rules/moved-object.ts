import { holdsData, isRacing, names, staging } from './about.ts';
import type { Rule } from './rule.ts';

/** As with data, but what is deleted can be made anew. */
export const movedObject: Rule = {
  code: 'moved-object',
  level: 'caution',
  matches: (change) => isRacing(change) && !holdsData(change),
  explain: ({ owner }) => `deleted first if ${names(owner.before)} reconciles first`,
  remedy: staging,
};
