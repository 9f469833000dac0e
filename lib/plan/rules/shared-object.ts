import { names } from './about.ts';
import type { Rule } from './rule.ts';

/** Several owners apply it in turn, and removing it from one can delete it (kustomize-controller#1724). */
export const sharedObject: Rule = {
  code: 'shared-object',
  level: 'caution',
  matches: ({ owner }) => owner.after.length > 1,
  explain: ({ owner }) => {
    const all = owner.after.length > 2 ? 'all' : 'both';
    return `${names(owner.after)} ${all} apply it, in turn`;
  },
  remedy: 'Leave it to one of them.',
};
