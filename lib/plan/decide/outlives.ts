import { isKept, isKeptByHelm } from './guards.ts';
import { isKeptBySet } from './resource-sets.ts';
import type { Placement } from './side.ts';

/** Whether an object stays in the cluster although its owner goes, and prunes as it does. */
export function outlives({ owner, object: { manifest }, isOutside }: Placement): boolean {
  if (owner.kind === 'Kustomization') return isKept(manifest);
  if (owner.kind === 'ResourceSet') return isKeptBySet(manifest);
  return isOutside === true || isKeptByHelm(manifest);
}
