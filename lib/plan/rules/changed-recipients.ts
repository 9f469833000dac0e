import type { Described } from '../describe.ts';
import type { Rule } from './rule.ts';

function said({ recipients }: Described): string {
  const { before, after } = recipients ?? {};
  if (!before || !after) return '';
  const added = after.filter((each) => !before.includes(each)).length;
  const removed = before.filter((each) => !after.includes(each)).length;
  const parts = [
    ...(added > 0 ? [plural(added, 'added')] : []),
    ...(removed > 0 ? [plural(removed, 'removed')] : []),
  ];
  return parts.join(', ');
}

/** Who is added can read it from now on; who is removed can read what is in the history. */
export const changedRecipients: Rule = {
  code: 'changed-recipients',
  level: 'caution',
  matches: (change) => said(change) !== '',
  explain: (change) => said(change),
  remedy:
    'Check the new recipients. For removed ones change the secret itself: they still have the old revisions.',
};

function plural(count: number, what: string): string {
  return `${count} recipient${count === 1 ? '' : 's'} ${what}`;
}
