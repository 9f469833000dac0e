import { knowing } from './about.ts';
import type { SetRule } from './rule.ts';
import { statusChanges } from './stopped-owner.ts';

/** Flux goes on with what is not at hand here, and may change and prune what it applied. */
export const unknownOwner: SetRule = {
  code: 'unknown-owner',
  level: 'caution',
  matches: (around) => statusChanges(around, 'opaque').length > 0,
  explain: (around) =>
    `what they make of it is not known: ${statusChanges(around, 'opaque').join(', ')}`,
  remedy: knowing,
};
