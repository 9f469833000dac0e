import { isLost, isRacing } from './about.ts';
import type { Rule } from './rule.ts';

/** What the old path held and the new one does not leaves the inventory and is pruned. */
export const changedPath: Rule = {
  code: 'changed-path',
  level: 'caution',
  matches: (change) =>
    change.cause?.kind === 'changed-path' && (isLost(change) || isRacing(change)),
  explain: ({ cause }) => `${cause?.by ?? ''} builds another path, which does not hold it`,
  remedy: 'Move the files with the path, or set prune: false in a publication before.',
};
