import type { Described } from '../describe.ts';
import { formatOwner } from '../plan.ts';
import { holdsData, isRacing, names, staging } from './about.ts';
import type { Rule } from './rule.ts';

/** Whether its old owner deletes it before the new one creates it. */
function isGivenUp({ action, owner }: Described): boolean {
  const kept = new Set(owner.after.map(formatOwner));
  const isKept = owner.before.some((each) => kept.has(formatOwner(each)));
  return action === 're-created' && kept.size > 0 && !isKept;
}

/** As with data, but what is deleted can be made anew. */
export const movedObject: Rule = {
  code: 'moved-object',
  level: 'caution',
  matches: (change) => (isRacing(change) || isGivenUp(change)) && !holdsData(change),
  explain: ({ action, certain, owner }) => {
    const from = names(owner.before);
    if (action === 'moved') return `deleted first if ${from} reconciles first`;
    const verb = certain ? 'deletes' : 'may delete';
    return `${from} ${verb} it before ${names(owner.after)} applies it`;
  },
  remedy: staging,
};
