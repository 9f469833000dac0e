import { isLost } from './about.ts';
import type { Rule } from './rule.ts';

/** A file that nothing lists any more: its object leaves the inventory and is pruned. */
export const lostEntry: Rule = {
  code: 'lost-entry',
  level: 'caution',
  matches: (change, around) =>
    isLost(change) &&
    change.cause?.kind === 'removed-entry' &&
    change.after === undefined &&
    change.file !== undefined &&
    around.hasFile(change.file) &&
    !around.after.objects.some(({ file }) => file === change.file),
  explain: ({ file }) => `${file ?? ''} is still there, but no Kustomization applies it`,
  remedy: 'List the file in the kustomization.yaml, or delete it.',
};
