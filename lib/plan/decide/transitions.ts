import { groupOf } from '../../kubernetes/index.ts';
import type { ClusterState, ReconciledObject } from '../../reconcile/state.ts';
import { sideOf } from './side.ts';

/** The fields that the rules of a CRD, which compare with what was before, refuse to change. */
export type RefusedBySchema = (
  before: ReconciledObject,
  after: ReconciledObject,
) => readonly string[];

/** Whether an object changes whose kind a CRD defines, so that its rules are to be asked. */
export function changesCustomObject(
  base: ClusterState | undefined,
  head: ClusterState | undefined,
): boolean {
  const before = sideOf(base).placements;
  return [...sideOf(head).placements].some(([key, placements]) => {
    const old = before.get(key);
    return (
      old !== undefined &&
      placements.some(({ object }) => isCustom(object) && old[0]?.object !== object)
    );
  });
}

function isCustom({ manifest }: ReconciledObject): boolean {
  const group = groupOf(manifest.apiVersion);
  return group.includes('.') && !group.endsWith('.k8s.io');
}
