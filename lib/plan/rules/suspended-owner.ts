import type { Rule } from './rule.ts';

/** A suspended owner leaves the cluster as it is until somebody resumes it. */
export const suspendedOwner: Rule = {
  code: 'suspended-owner',
  level: 'caution',
  matches: ({ action, certain, cause }) =>
    action === 'deferred' && certain && cause?.kind === 'suspended',
  explain: ({ cause }) => `${cause?.by ?? ''} is suspended: it waits for flux resume`,
  remedy: 'Resume it, or take the change out.',
};
