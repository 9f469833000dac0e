import type { Change } from '../plan.ts';

/** Why an owner would delete an object that it hands over, where an annotation stops it. */
const stoppable = new Set([
  'removed-entry',
  'changed-path',
  'removed-owner',
  'renamed-owner',
  'lost-access',
  'late-protection',
  'late-spec',
  'missing-taker',
]);

/**
 * Whether a move could delete the object, and stages prevent it. Kustomizations themselves are
 * such objects too: kept by their parents, their finalizers do not run and their objects stay.
 */
export function isAtRisk({ action, certain, owner, cause }: Change): boolean {
  const after = new Set(owner.after.map(({ id }) => id));
  const isHandedOver =
    owner.after.length > 0 &&
    owner.before.some(({ id }) => !after.has(id)) &&
    [...owner.before, ...owner.after].every(({ kind }) => kind === 'Kustomization');
  const goes = action === 'deleted' || action === 're-created' || (action === 'moved' && !certain);
  return isHandedOver && goes && cause !== undefined && stoppable.has(cause.kind);
}
