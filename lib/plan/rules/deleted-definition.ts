import { textAt } from '../../kubernetes/index.ts';
import { howLost, isKind, isLost, sparing } from './about.ts';
import type { Rule } from './rule.ts';

/** The API server deletes all objects of a definition with it. */
export const deletedDefinition: Rule = {
  code: 'deleted-definition',
  level: 'danger',
  matches: (change) =>
    isLost(change) && isKind(change, 'CustomResourceDefinition.apiextensions.k8s.io'),
  explain: (change, { before }) => {
    const group = textAt(change.before, 'spec', 'group');
    const kind = textAt(change.before, 'spec', 'names', 'kind');
    const objects = before.objects.filter(({ id }) => id.group === group && id.kind === kind);
    return `all its objects go with it, ${objects.length} that Flux knows: ${howLost(change)}`;
  },
  remedy: `${sparing}, or set crds of the chart so that it keeps them.`,
};
