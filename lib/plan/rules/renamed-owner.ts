import { isLost, isRacing, names } from './about.ts';
import type { Rule } from './rule.ts';

/** The parent deletes a renamed Kustomization, whose finalizer prunes what the new one applies. */
export const renamedOwner: Rule = {
  code: 'renamed-owner',
  level: 'caution',
  matches: (change) =>
    change.cause?.kind === 'renamed-owner' && (isLost(change) || isRacing(change)),
  explain: ({ cause, owner }) => {
    const heir = names(owner.after);
    const rest =
      heir === '' ? 'what builds its path now does not apply it' : `${heir} builds the same path`;
    return `${cause?.by ?? ''} is removed and prunes; ${rest}`;
  },
  remedy: 'Keep the name, or move in stages: sluice plan --stage 1.',
};
