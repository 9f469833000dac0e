import { howLost, isKind, isLost, sparing } from './about.ts';
import type { Rule } from './rule.ts';

/** A deleted claim releases its volume; under reclaim policy Delete the data goes with it. */
export const deletedVolumeClaim: Rule = {
  code: 'deleted-volume-claim',
  level: 'danger',
  matches: (change) => isLost(change) && isKind(change, 'PersistentVolumeClaim'),
  explain: (change) => `data is lost: ${howLost(change)}`,
  remedy: `${sparing}, or keep the volume with reclaim policy Retain.`,
};
