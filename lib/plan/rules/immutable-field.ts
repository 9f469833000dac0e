import type { Rule } from './rule.ts';

/** A refused object leaves its stage unapplied, and nothing is pruned. */
export const immutableField: Rule = {
  code: 'immutable-field',
  level: 'danger',
  matches: ({ action, cause }) => action === 'blocked' && cause?.kind === 'immutable-field',
  explain: ({ cause, blocks = [] }) => {
    const more = blocks.length > 0 ? `, which holds up ${blocks.length} more` : '';
    return `${cause?.fields?.join(', ') ?? ''} cannot change${more}`;
  },
  remedy:
    'Give the object another name, or annotate it kustomize.toolkit.fluxcd.io/force: enabled to have it deleted, with what it holds, and created.',
};
