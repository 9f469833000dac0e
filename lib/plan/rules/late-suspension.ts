import type { Rule } from './rule.ts';

/** A Kustomization that is suspended in the commit may apply that commit before the suspension arrives. */
export const lateSuspension: Rule = {
  code: 'late-suspension',
  level: 'caution',
  matches: ({ action, certain, cause }) =>
    action === 'deferred' && !certain && cause?.kind === 'suspended',
  explain: ({ cause }) => `${cause?.by ?? ''} may apply it before its suspension arrives`,
  remedy: 'Publish the suspension first, wait until it is applied, then publish the rest.',
};
