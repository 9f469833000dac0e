import { names } from './about.ts';
import type { Rule } from './rule.ts';

/** Two owners apply it in turn, and removing it from one can delete it (kustomize-controller#1724). */
export const sharedObject: Rule = {
  code: 'shared-object',
  level: 'caution',
  matches: ({ owner }) => owner.after.length > 1,
  explain: ({ owner }) => `${names(owner.after)} both apply it, in turn`,
  remedy: 'Leave it to one of them.',
};
