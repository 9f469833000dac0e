import { names } from './about.ts';
import type { Rule } from './rule.ts';

/** A Kustomization waits until all that it depends on are Ready, at the same revision of one source. */
export const blockedPredecessor: Rule = {
  code: 'blocked-predecessor',
  level: 'caution',
  matches: ({ action, cause }) =>
    (action === 'blocked' || action === 'deferred') && cause?.kind === 'predecessor',
  explain: ({ cause, owner }) =>
    `${names(owner.after)} waits for ${cause?.by ?? ''}, which does not get ready`,
  remedy: 'Mend or resume the predecessor, or take it out of dependsOn.',
};
