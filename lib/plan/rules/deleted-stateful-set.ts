import { howLost, isKind, isLost, sparing } from './about.ts';
import type { Rule } from './rule.ts';

/** Its claims stay by default and go with it under persistentVolumeClaimRetentionPolicy Delete. */
export const deletedStatefulSet: Rule = {
  code: 'deleted-stateful-set',
  level: 'danger',
  matches: (change) => isLost(change) && isKind(change, 'StatefulSet.apps'),
  explain: (change) => `its pods stop and its claims may go with it: ${howLost(change)}`,
  remedy: `${sparing}, and check persistentVolumeClaimRetentionPolicy.`,
};
