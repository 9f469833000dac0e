import { plural } from '../../core/index.ts';
import { howLost, isKind, isLost, sparing } from './about.ts';
import type { Holdings, Rule } from './rule.ts';

/** The API server deletes all in a namespace with it, whoever applied it. */
export const deletedNamespace: Rule = {
  code: 'deleted-namespace',
  level: 'danger',
  matches: (change) => isLost(change) && isKind(change, 'Namespace'),
  explain: (change, { before, after }) => {
    const inside = ({ objects }: Holdings): number =>
      objects.filter(({ id }) => id.namespace === change.object.name).length;
    const stays = change.action === 'deleted' ? inside(after) : 0;
    const failing = stays > 0 ? `, and ${stays} that the head has in it cannot be applied` : '';
    const lost = `all in it goes with it, ${plural(inside(before), 'object')} that Flux knows${failing}`;
    return `${lost}: ${howLost(change)}`;
  },
  remedy: `${sparing}; delete it by hand when it is empty.`,
};
