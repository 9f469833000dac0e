import type { Engine } from './engine.ts';
import { createOnlyMark, exclusionOf, isForced } from './guards.ts';
import { objectKey, type Placement } from './side.ts';
import { isForcing } from './spec.ts';

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
  if (!live || exclusionOf(desired) !== undefined || createOnlyMark(desired) !== undefined) {
    return false;
  }
  return engine.compare(live, each).refused.length > 0 && !isForcedBy(engine, live, each);
}

/** Whether a refused change deletes the object and creates it, with either of the owner's specs. */
export function isForcedBy(engine: Engine, before: Placement, after: Placement): boolean {
  const { id } = after.owner;
  const owners = [engine.base.kustomizations.get(id), engine.head.kustomizations.get(id)];
  return (
    isForced(before.object.manifest, after.object.manifest) ||
    owners.some((each) => each !== undefined && isForcing(each))
  );
}
