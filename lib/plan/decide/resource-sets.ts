/**
 * What flux-operator makes of the objects of ResourceSets (flux-operator v0.59.0,
 * internal/controller/resourceset_controller.go, apply and uninstall).
 */
import type { Manifest } from '../../kubernetes/index.ts';
import type { Decision, Engine } from './engine.ts';
import { fateOf, leftBy } from './fate.ts';
import { type Hold, isUnapplied, unappliedCause } from './holds.ts';
import type { Placement } from './side.ts';

const group = 'fluxcd.controlplane.io';

/** The operator looks at annotations and labels alike, and ignores the case of values. */
function says({ metadata }: Manifest, mark: string, value: string): boolean {
  const { annotations, labels } = metadata;
  const found = [annotations, labels].map((each) => each?.[`${group}/${mark}`]?.toLowerCase());
  return found.includes(value);
}

/** Whether the operator leaves a set and what it applied as they are. */
export function isDisabled(set: Manifest): boolean {
  return says(set, 'reconcile', 'disabled');
}

/** Whether the operator leaves an object when its set drops it. */
export function isKeptBySet(live: Manifest): boolean {
  return says(live, 'prune', 'disabled');
}

/** Why a ResourceSet applies and prunes nothing. */
export function holdOfSet(engine: Engine, id: string): Hold | undefined {
  const set = engine.head.resourceSets.get(id);
  if (!set) return undefined;
  const owner = engine.holds.of(set.owner) ?? engine.holds.ofPruning(set.owner);
  if (owner) return owner;
  const by = `ResourceSet ${id}`;
  if (set.status === 'suspended') {
    return { action: 'deferred', certain: true, cause: { kind: 'suspended', by } };
  }
  const cause = unappliedCause(set, by);
  return cause && { action: 'blocked', certain: true, cause };
}

/** What becomes of an object that only ResourceSets have. */
export function decideSet(
  engine: Engine,
  before: Placement | undefined,
  after: Placement | undefined,
): Decision | undefined {
  if (before && !after) return dropped(engine, before);
  if (!after) return undefined;
  const hold = holdOfSet(engine, after.owner.id);
  if (!before) {
    if (hold) return { ...hold, intended: 'created', after };
    const known = engine.base.resourceSets.get(after.owner.id);
    const isKnown = !known || unappliedCause(known, after.owner.id) === undefined;
    const cause = { kind: 'unknown', by: `ResourceSet ${after.owner.id}` } as const;
    return { action: 'created', certain: isKnown, ...(!isKnown && { cause }), after };
  }
  const comparison = engine.compare(before, after);
  const sides = { before, after, comparison };
  if (before.owner.id !== after.owner.id) return moved(engine, sides, hold);
  const fate = fateOf(engine, after.owner);
  if (fate.kind === 're-created' && !hold && !isKeptBySet(before.object.manifest)) {
    const cause = { kind: 'removed-owner', by: `ResourceSet ${after.owner.id}` } as const;
    return { action: 're-created', certain: fate.certain, cause, ...sides };
  }
  if (comparison.fields.length === 0) return undefined;
  if (hold) return { ...hold, intended: 'updated', ...sides };
  if (comparison.refused.length > 0) {
    const cause = { kind: 'immutable-field', fields: comparison.refused } as const;
    return isForced(engine, sides)
      ? { action: 're-created', certain: true, cause, ...sides }
      : { action: 'blocked', intended: 'updated', certain: true, cause, ...sides };
  }
  return { action: 'updated', certain: true, ...sides };
}

function dropped(engine: Engine, before: Placement): Decision | undefined {
  const { owner } = before;
  const by = `ResourceSet ${owner.id}`;
  const fate = fateOf(engine, owner);
  const isRemoved = fate.kind === 'removed' || fate.kind === 're-created';
  const cause = { kind: isRemoved ? 'removed-owner' : 'removed-entry', by } as const;
  if (fate.kind === 'unknown') return undefined;
  if (fate.kind === 'left') {
    const held = fate.hold?.action;
    return held === 'blocked' || held === 'deferred'
      ? { action: held, intended: 'deleted', certain: true, cause, before }
      : leftBy(engine, before, by);
  }
  const hold = isRemoved ? undefined : holdOfSet(engine, owner.id);
  if (hold) {
    // What a set that cannot be built would drop is not known.
    if (isUnapplied(hold)) return undefined;
    return { ...hold, intended: 'deleted', before };
  }
  // Deleting a disabled set leaves what it applied.
  const isLeft = isRemoved && engine.base.resourceSets.get(owner.id)?.status === 'suspended';
  const action = isLeft || isKeptBySet(before.object.manifest) ? 'orphaned' : 'deleted';
  return { action, certain: !isRemoved || fate.certain, cause, before };
}

interface Sides {
  readonly before: Placement;
  readonly after: Placement;
}

/** Safe if the new set applies first: the label then names it, and the old one spares the object. */
function moved(engine: Engine, sides: Sides, hold: Hold | undefined): Decision {
  const drop = dropped(engine, sides.before);
  if (drop?.action !== 'deleted') {
    return {
      action: 'moved',
      certain: true,
      ...sides,
      ...(hold && { ...hold, intended: 'moved' }),
    };
  }
  const { cause } = drop;
  if (hold) return { action: 'deleted', certain: drop.certain, ...(cause && { cause }), ...sides };
  return { action: 'moved', certain: false, ...(cause && { cause }), ...sides };
}

function isForced(engine: Engine, { before, after }: Sides): boolean {
  const set = engine.head.resourceSets.get(after.owner.id)?.manifest;
  return [before.object.manifest, after.object.manifest, set].some(
    (each) => each !== undefined && says(each, 'force', 'enabled'),
  );
}
