import type { Rule } from './rule.ts';

/** With force, a refused change deletes the object and creates it. */
export const forcedRecreation: Rule = {
  code: 'forced-recreation',
  level: 'caution',
  matches: ({ action, cause }) => action === 're-created' && cause?.kind === 'immutable-field',
  explain: ({ cause }) =>
    `deleted and created, as ${cause?.fields?.join(', ') ?? ''} cannot change`,
  remedy: 'Expect the outage, or give the object another name.',
};
