import { buildsAlike, checkedPredecessors } from './spec.ts';
import type { Side } from './side.ts';

/**
 * Whether one Kustomization surely has applied the new revision before another acts on it:
 * the later one depends on it, in the spec that the cluster holds and in the one to come (the
 * parent may update it sooner or later), over links of one source (only then the controller
 * compares revisions; kustomize-controller v1.9.5, checkDependencies), and the first one builds
 * the same with either of its specs.
 */
export function appliesFirst(first: string, later: string, base: Side, head: Side): boolean {
  const before = base.kustomizations.get(first);
  const after = head.kustomizations.get(first);
  if (!before || !after || !buildsAlike(before, after)) return false;
  const seen = new Set<string>();
  const waits = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    return commonPredecessors(id, base, head).some((each) => each === first || waits(each));
  };
  return waits(later);
}

function commonPredecessors(id: string, base: Side, head: Side): readonly string[] {
  const before = base.kustomizations.get(id);
  const after = head.kustomizations.get(id);
  if (!before || !after) return [];
  const inBoth = new Set(checkedPredecessors(after));
  return checkedPredecessors(before).filter(
    (each) =>
      inBoth.has(each) &&
      base.kustomizations.get(each)?.source === before.source &&
      head.kustomizations.get(each)?.source === after.source,
  );
}

/** Whether an owner that goes may see what is for another one in the folder that it builds, before it goes. */
export function mayBuildFor(id: string, other: string, base: Side, head: Side): boolean {
  const [old, next] = [base.kustomizations.get(id), head.kustomizations.get(other)];
  return old?.status === 'applied' && old.path === next?.path && old.source === next.source;
}
