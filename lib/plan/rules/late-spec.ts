import type { Rule } from './rule.ts';

/**
 * A new revision wakes every Kustomization with the spec that the cluster holds: what that does not
 * build of the new revision is pruned, until the parent brings the new spec; what it takes from
 * others is pruned by the new spec.
 */
export const lateSpec: Rule = {
  code: 'late-spec',
  level: 'caution',
  matches: ({ cause }) => cause?.kind === 'late-spec',
  explain: ({ cause: { by = '', fields } = { kind: 'late-spec' } }) =>
    fields === undefined
      ? `${by} may take it and delete it with itself, if it builds the new revision before it is removed`
      : `${by} may prune it: its new ${fields.join(', ')} may arrive late`,
  remedy: 'Mark it with prune: disabled in a publication before, until the new spec has arrived.',
};
