/**
 * What an object's labels and annotations tell kustomize-controller, which takes either and
 * ignores the case of values (fluxcd/pkg ssa v0.76.2, utils/meta.go, AnyInMetadata).
 */
import { fluxAnnotations } from '../../flux/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';

const group = 'kustomize.toolkit.fluxcd.io';
const marks = {
  force: `${group}/force`,
  prune: fluxAnnotations.prune,
  reconcile: `${group}/reconcile`,
  ssa: `${group}/ssa`,
} as const;

function says(manifest: Manifest, mark: keyof typeof marks, value: string): boolean {
  const { labels, annotations } = manifest.metadata;
  const key = marks[mark];
  return [labels?.[key], annotations?.[key]].some((each) => each?.toLowerCase() === value);
}

/** Whether pruning leaves the live object alone. */
export function isKept(live: Manifest): boolean {
  return says(live, 'prune', 'disabled');
}

/** Whether a refused change of an immutable field deletes and creates the object. */
export function isForced(live: Manifest, desired: Manifest): boolean {
  return says(live, 'force', 'enabled') || says(desired, 'force', 'enabled');
}

/**
 * The annotation for which the controller does not apply an object at all. As it does not apply
 * it, the live object need not carry it: pruning looks at the live one.
 */
export function exclusionOf(manifest: Manifest): string | undefined {
  if (says(manifest, 'reconcile', 'disabled')) return `${marks.reconcile}: disabled`;
  if (says(manifest, 'ssa', 'ignore')) return `${marks.ssa}: Ignore`;
  return undefined;
}

/** The annotation for which the controller leaves an object that is there as it is. */
export function leavingMark(desired: Manifest): string | undefined {
  const isOnlyCreated = says(desired, 'ssa', 'ifnotpresent');
  return isOnlyCreated ? `${marks.ssa}: IfNotPresent` : exclusionOf(desired);
}

/** Whether Helm leaves the object when its release drops it (helm v4, pkg/kube/resource_policy.go). */
export function isKeptByHelm({ metadata }: Manifest): boolean {
  return metadata.annotations?.['helm.sh/resource-policy']?.trim().toLowerCase() === 'keep';
}
