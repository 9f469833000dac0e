import { valueAt } from '../../kubernetes/index.ts';
import { isApplied } from './about.ts';
import type { Rule } from './rule.ts';

/** Nothing runs with no replicas. */
export const zeroReplicas: Rule = {
  code: 'zero-replicas',
  level: 'caution',
  matches: (change) =>
    isApplied(change) &&
    change.before !== undefined &&
    valueAt(change.after, 'spec', 'replicas') === 0 &&
    valueAt(change.before, 'spec', 'replicas') !== 0,
  explain: () => 'replicas go to 0: nothing runs',
  remedy: 'Check that this is meant.',
};
