import type { SetRule } from './rule.ts';

/** The folder of its root is gone: Flux fails there, deletes nothing, and applies nothing any more. */
export const lostCluster: SetRule = {
  code: 'lost-cluster',
  level: 'danger',
  matches: ({ before, after }) => before.owners.length > 0 && after.owners.length === 0,
  explain: () => 'the folder in which its Flux begins is gone: nothing is applied any more',
  remedy: 'Keep the folder, or change the path of the root Kustomization in a publication before.',
};
