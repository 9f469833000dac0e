import { type Manifest, valueAt } from '../kubernetes/index.ts';
import type { ClusterState } from '../reconcile/index.ts';
import { isDisabled } from './decide/resource-sets.ts';
import { isSuspended } from './decide/spec.ts';

interface Suspendable {
  readonly id: string;
  readonly manifest: Manifest;
}

/**
 * A head in which stays suspended what somebody suspended by hand: a field that no tree sets belongs
 * to whoever set it, and applying the head does not take it away (server-side apply).
 *
 * @param tree what was applied, as its tree says it
 * @param live the same as the cluster says it
 */
export function withSuspensions(
  head: ClusterState,
  tree: ClusterState,
  live: ClusterState,
): ClusterState {
  const isHeld = (
    list: 'kustomizations' | 'releases' | 'resourceSets',
    { id, manifest }: Suspendable,
    isOff: (manifest: Manifest) => boolean,
    isSaid: (manifest: Manifest) => boolean,
  ): boolean => {
    const find = (state: ClusterState) =>
      (state[list] as readonly Suspendable[]).find((each) => each.id === id)?.manifest;
    const [now, before] = [find(live), find(tree)];
    return (
      now !== undefined &&
      isOff(now) &&
      !isSaid(manifest) &&
      (before === undefined || !isSaid(before))
    );
  };
  const hasSuspend = (manifest: Manifest): boolean =>
    valueAt(manifest, 'spec', 'suspend') !== undefined;
  const isOff = (manifest: Manifest): boolean => isSuspended({ manifest });
  return {
    ...head,
    kustomizations: head.kustomizations.map((each) =>
      isHeld('kustomizations', each, isOff, hasSuspend)
        ? { ...each, manifest: suspended(each.manifest), status: 'suspended', inventory: [] }
        : each,
    ),
    releases: head.releases.map((each) =>
      isHeld('releases', each, isOff, hasSuspend)
        ? { ...each, manifest: suspended(each.manifest), status: 'suspended' }
        : each,
    ),
    resourceSets: head.resourceSets.map((each) =>
      isHeld('resourceSets', each, isDisabled, isDisabled)
        ? { ...each, status: 'suspended', inventory: [] }
        : each,
    ),
  };
}

function suspended(manifest: Manifest): Manifest {
  const spec = (manifest['spec'] ?? {}) as Readonly<Record<string, never>>;
  return { ...manifest, spec: { ...spec, suspend: true } };
}
