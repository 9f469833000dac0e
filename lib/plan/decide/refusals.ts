import { dropOf } from './drops.ts';
import type { Engine } from './engine.ts';
import { isForced, leavingMark } from './guards.ts';
import { objectKey, type Placement } from './side.ts';
import { checkedPredecessors, isForcing } from './spec.ts';

/** The first objects of a Kustomization that the API server refuses. */
export function refusedBy(engine: Engine, id: string): readonly Placement[] {
  const { objects = [], target = '' } = engine.head.kustomizations.get(id) ?? {};
  return objects
    .map((object): Placement => ({ owner: { kind: 'Kustomization', id }, object, target }))
    .filter((each) => isRefused(engine, each));
}

function isRefused(engine: Engine, each: Placement): boolean {
  const desired = each.object.manifest;
  const known = engine.base.placements.get(objectKey(each.target, each.object.id)) ?? [];
  const live = known.find(({ owner }) => owner.id === each.owner.id) ?? known[0];
  if (!live || leavingMark(desired) !== undefined) return false;
  if (engine.compare(live, each).refused.length === 0) return false;
  return forceOf(engine, live, each) === 'never' && !isGivenUp(engine, known, each);
}

/** Whether its old owner deletes the object meanwhile, so that the next try creates it. */
function isGivenUp(engine: Engine, known: readonly Placement[], each: Placement): boolean {
  const key = objectKey(each.target, each.object.id);
  const staying = new Set(engine.head.placements.get(key)?.map(({ owner }) => owner.id));
  const leaving = known.filter(({ owner }) => !staying.has(owner.id));
  return (
    leaving.length === known.length &&
    leaving.some(
      (old) =>
        !waitsFor(engine, old.owner.id, each.owner.id) && dropOf(engine, old).action === 'deleted',
    )
  );
}

/** Whether a Kustomization depends on another, over however many. */
function waitsFor(engine: Engine, id: string, other: string, seen = new Set<string>()): boolean {
  const spec = engine.head.kustomizations.get(id);
  if (!spec || seen.has(id)) return false;
  seen.add(id);
  return checkedPredecessors(spec).some(
    (each) => each === other || waitsFor(engine, each, other, seen),
  );
}

/**
 * Whether a refused change deletes the object and creates it. `perhaps` where the owner's spec in
 * the cluster forces and the one to come does not: whichever acts first decides.
 */
export function forceOf(
  engine: Engine,
  before: Placement,
  after: Placement,
): 'surely' | 'perhaps' | 'never' {
  if (isForced(before.object.manifest, after.object.manifest)) return 'surely';
  const { id } = after.owner;
  const [now, next] = [engine.base.kustomizations.get(id), engine.head.kustomizations.get(id)];
  const isForcingNow = now !== undefined && isForcing(now);
  if (!next || engine.holds.arrival(next)) return isForcingNow ? 'surely' : 'never';
  if (isForcing(next)) return 'surely';
  return isForcingNow ? 'perhaps' : 'never';
}
