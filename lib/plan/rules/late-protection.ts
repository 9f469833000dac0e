import type { Rule } from './rule.ts';

/**
 * A new revision wakes every Kustomization with the spec that the cluster holds: it can prune, or
 * force, before its parent brings the protection that the same revision has.
 */
export const lateProtection: Rule = {
  code: 'late-protection',
  level: 'danger',
  matches: ({ cause }) => cause?.kind === 'late-protection',
  explain: ({ cause }) =>
    `${cause?.by ?? ''} may prune before its new ${cause?.fields?.join(', ') ?? ''} arrives`,
  remedy: 'Publish the changed protection first, wait until it is applied, then publish the rest.',
};
