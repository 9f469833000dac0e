import { howLost, isKind, isLost, sparing } from './about.ts';
import type { Rule } from './rule.ts';

/** The API server deletes all in a namespace with it, whoever applied it. */
export const deletedNamespace: Rule = {
  code: 'deleted-namespace',
  level: 'danger',
  matches: (change) => isLost(change) && isKind(change, 'Namespace'),
  explain: (change, { before }) => {
    const inside = before.objects.filter(({ id }) => id.namespace === change.object.name);
    return `all in it goes with it, ${inside.length} objects that Flux knows: ${howLost(change)}`;
  },
  remedy: `${sparing}; delete it by hand when it is empty.`,
};
