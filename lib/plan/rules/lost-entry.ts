import type { Described } from '../describe.ts';
import { formatOwner } from '../plan.ts';
import { isLost } from './about.ts';
import type { Holdings, Rule } from './rule.ts';

/** Whether nothing that the owner builds is from the file; kustomize does not say what is from where. */
function isUnlisted({ file, owner }: Described, { objects }: Holdings): boolean {
  const owners = new Set(owner.before.map(formatOwner));
  return objects.every(
    (each) =>
      each.file !== file && (each.file !== undefined || !owners.has(formatOwner(each.owner))),
  );
}

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
    isUnlisted(change, around.after),
  explain: ({ file }) => `${file ?? ''} is still there, but no Kustomization applies it`,
  remedy: 'List the file in the kustomization.yaml, or delete it.',
};
