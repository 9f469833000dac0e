import { holdsData, howLost, isKind, isLost, sparing } from './about.ts';
import type { Rule } from './rule.ts';

/** Kinds that a rule of their own explains. */
const withOwnRule = [
  'CustomResourceDefinition.apiextensions.k8s.io',
  'Namespace',
  'PersistentVolumeClaim',
  'StatefulSet.apps',
];

/** Kinds whose controllers delete what they store together with the object. */
export const deletedData: Rule = {
  code: 'deleted-data',
  level: 'danger',
  matches: (change) => isLost(change) && holdsData(change) && !isKind(change, ...withOwnRule),
  explain: (change) => `its data may go with it: ${howLost(change)}`,
  remedy: `${sparing}.`,
};
