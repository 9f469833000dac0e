import { systemNamespaces } from '../../kubernetes/index.ts';
import { type Comparison, compareObjects } from '../compare/index.ts';
import type { Action, Cause } from '../plan.ts';
import { dropByDeletion, dropOf } from './drops.ts';
import { fateOf } from './fate.ts';
import { exclusionOf, leavingMark } from './guards.ts';
import { LateSpecs, type Mixed } from './late-specs.ts';
import { type Hold, Holds, unappliedCause } from './holds.ts';
import { appliesFirst, mayBuildFor } from './order.ts';
import { forceOf, refusedBy } from './refusals.ts';
import { decideOther, holdOfSet } from './others.ts';
import { withTarget } from './releases.ts';
import { type Placement, type Side } from './side.ts';
import type { RefusedBySchema } from './transitions.ts';

/** What becomes of an object, before it is described. */
export interface Decision {
  readonly action: Action;
  readonly intended?: Action;
  readonly certain: boolean;
  readonly cause?: Cause;
  /** The forms that are compared: what was applied last, and what its new owner applies. */
  readonly before?: Placement;
  readonly after?: Placement;
  readonly comparison?: Comparison;
}

/** What an object was, and what its owner to come applies. */
interface Sides {
  readonly before: Placement;
  readonly after: Placement;
  readonly comparison: Comparison;
}

interface EngineOptions {
  readonly mixed?: Mixed;
  readonly hasFolder?: (folder: string) => boolean;
  readonly refusedBySchema?: RefusedBySchema;
}

/**
 * Decides for each object what Flux makes of it. What becomes of an object depends on what
 * becomes of its owners, which are objects of other owners, up to the root: each is decided once.
 */
export class Engine {
  readonly base: Side;
  readonly head: Side;
  readonly holds: Holds;
  readonly lateSpecs: LateSpecs;
  readonly #decisions = new Map<string, Decision | undefined>();

  /** Whether a folder is in the tree of the head. */
  readonly hasFolder: (folder: string) => boolean;
  readonly #refusedBySchema: RefusedBySchema;

  constructor(
    base: Side,
    head: Side,
    { mixed = new Map(), hasFolder, refusedBySchema }: EngineOptions = {},
  ) {
    this.#refusedBySchema = refusedBySchema ?? (() => []);
    this.base = base;
    this.head = head;
    this.hasFolder = hasFolder ?? (() => false);
    this.lateSpecs = new LateSpecs(base, head, mixed);
    this.holds = new Holds(base, head, (id) => refusedBy(this, id));
  }

  /** What becomes of an object; undefined where nothing does. */
  decide(key: string): Decision | undefined {
    if (this.#decisions.has(key)) return this.#decisions.get(key);
    // An owner that applies itself, as a bootstrapped root does, stays meanwhile.
    this.#decisions.set(key, undefined);
    const found = this.#decide(key);
    const decision = found && withTarget(this, key, found);
    this.#decisions.set(key, decision);
    return decision;
  }

  compare(before: Placement, after: Placement): Comparison {
    const comparison = compareObjects(before.object, after.object);
    if (comparison.fields.length === 0) return comparison;
    const more = this.#refusedBySchema(before.object, after.object);
    return { ...comparison, refused: [...new Set([...comparison.refused, ...more])] };
  }

  #decide(key: string): Decision | undefined {
    const before = this.base.placements.get(key) ?? [];
    const after = this.head.placements.get(key) ?? [];
    const old = before.filter(isKustomizations);
    const next = after.filter(isKustomizations);
    if (old.length === 0 && next.length === 0) return decideOther(this, before[0], after[0]);
    if (next.length === 0) return this.#leave(old, after[0]);
    if (old.length === 0) return this.#arrive(next, before[0]);
    return this.#stay(old, next);
  }

  /** No Kustomization applies it any more. */
  #leave(old: readonly Placement[], other: Placement | undefined): Decision | undefined {
    const drops = old.map((each) => dropOf(this, each));
    // The label names one of the owners: where one prunes, it may be that one.
    const drop = drops.find(({ action }) => action === 'deleted') ?? drops[0];
    if (!drop || drop.action === 'none') return undefined;
    const { action, cause } = drop;
    const certain = drops.every((each) => each.action === action && each.certain);
    const before = old[0];
    const sides = { ...(before && { before }), ...(other && { after: other }) };
    if (other && action === 'deleted') {
      // flux-operator takes Flux's labels off what it applies: applied first, it is spared.
      if (other.owner.kind === 'ResourceSet' && !holdOfSet(this, other.owner.id)) {
        return { action: 'moved', certain: false, cause, ...sides };
      }
      return { action: 're-created', certain, cause: { kind: 'other-manager' }, ...sides };
    }
    if (other && action === 'orphaned') return { action: 'moved', certain, ...sides };
    if (action === 'deleted' || action === 'orphaned') return { action, certain, cause, ...sides };
    return { action, intended: 'deleted', certain, cause, ...sides };
  }

  /** No Kustomization applied it before. */
  #arrive(next: readonly Placement[], other: Placement | undefined): Decision | undefined {
    const hold = this.#holdOfAll(next);
    const after = next.find((each) => !this.#holdOf(each)) ?? next[0];
    if (!after) return undefined;
    const sides = { after, ...(other && { before: other }) };
    const { id } = after.object;
    const isThere =
      other !== undefined || (id.kind === 'Namespace' && systemNamespaces.has(id.name));
    const intended = isThere ? 'adopted' : 'created';
    const exclusion = exclusionOf(after.object.manifest);
    if (exclusion !== undefined) {
      const cause = { kind: 'exempt', by: exclusion } as const;
      return { action: 'skipped', intended, certain: true, cause, ...sides };
    }
    if (hold) return { ...hold, intended, ...sides };
    if (other) {
      // Who had it deletes what it drops: its own labels are still there.
      const fate = decideOther(this, other, undefined);
      const isGone = fate?.action === 'deleted';
      const cause = { kind: 'other-manager' } as const;
      if (isGone) return { action: 're-created', certain: false, cause, ...sides };
    }
    const before = this.base.kustomizations.get(after.owner.id);
    if (before && unappliedCause(before, before.id)) {
      // What it has in the cluster cannot be known: perhaps this as well.
      const cause = { kind: 'unknown', by: before.id } as const;
      return { action: 'created', certain: false, cause, ...sides };
    }
    return { action: intended, certain: true, ...sides };
  }

  /** It has an owner before and after; whether one of them is the same decides. */
  #stay(old: readonly Placement[], next: readonly Placement[]): Decision | undefined {
    const owned = (list: readonly Placement[], { owner }: Placement): Placement | undefined =>
      list.find((each) => each.owner.id === owner.id);
    const lost = old.filter((each) => !owned(next, each));
    const acting = next.filter((each) => !this.#holdOf(each));
    // Who has it and holds leaves it to another one.
    const candidates = acting.length > 0 ? acting : next;
    const main = candidates.find((each) => owned(old, each)) ?? candidates[0];
    const live = main && (owned(old, main) ?? old[0]);
    if (!main || !live) return undefined;
    const sides = { before: live, after: main, comparison: this.compare(live, main) };
    if (lost.length > 0) return this.#move(lost, next, sides);
    const fate = fateOf(this, main.owner);
    if (fate.kind === 're-created' || fate.kind === 'removed') {
      const drop = dropByDeletion(this, live, fate.certain);
      const { certain, cause } = drop;
      const hold = this.#holdOf(main);
      const isExcluded = exclusionOf(main.object.manifest) !== undefined;
      const isBack = fate.kind === 're-created' && !hold && !isExcluded;
      const mayChange = hold?.certain === false && sides.comparison.fields.length > 0;
      const intended = mayChange ? ({ intended: 'updated' } as const) : {};
      const action = isBack ? 're-created' : 'deleted';
      if (drop.action === 'deleted') return { action, ...intended, certain, cause, ...sides };
    }
    // Where several have it, the label may name one that keeps it.
    const late = old.length === 1 ? this.#latePruning(live) : undefined;
    const taken = late ?? this.lateSpecs.takenBy(live, ownersOf(old, next));
    if (taken) return { action: 're-created', certain: false, cause: taken, ...sides };
    if (next.length > old.length) return { action: 'moved', certain: true, ...sides };
    return this.#update(live, main, sides.comparison);
  }

  #latePruning(live: Placement): Cause | undefined {
    const hold = this.holds.of(live.owner.id);
    return hold?.certain === true ? undefined : this.lateSpecs.causeOf(live);
  }

  #update(before: Placement, after: Placement, comparison: Comparison): Decision | undefined {
    const sides = { before, after, comparison };
    if (comparison.onlyEncryption) return { action: 'resealed', certain: true, ...sides };
    if (comparison.fields.length === 0) return undefined;
    const desired = after.object.manifest;
    const by = leavingMark(desired);
    if (by !== undefined) {
      const cause = { kind: 'exempt', by } as const;
      return { action: 'skipped', intended: 'updated', certain: true, cause, ...sides };
    }
    const hold = this.holds.of(after.owner.id);
    if (hold) return { ...hold, intended: 'updated', ...sides };
    if (comparison.refused.length > 0) return this.#refused(before, after, comparison);
    const refused = this.#holdOf(after);
    if (refused) return { ...refused, intended: 'updated', ...sides };
    if (leavingMark(before.object.manifest) === undefined) {
      return { action: 'updated', certain: true, ...sides };
    }
    // The base did not apply what it says.
    const cause = { kind: 'unknown', by: before.owner.id } as const;
    return { action: 'updated', certain: false, cause, ...sides };
  }

  #refused(before: Placement, after: Placement, comparison: Comparison): Decision {
    const sides = { before, after, comparison };
    const cause = { kind: 'immutable-field', fields: comparison.refused } as const;
    const force = forceOf(this, before, after);
    if (force === 'never') {
      return { action: 'blocked', intended: 'updated', certain: true, cause, ...sides };
    }
    const hold = this.#holdOf(after);
    if (!hold) return { action: 're-created', certain: force === 'surely', cause, ...sides };
    // The dry run of a stage deletes what is forced, and then stops at what is refused.
    if (this.holds.isInStageOfRefused(after.owner.id, after.object.id)) {
      return { action: 'deleted', certain: false, cause: hold.cause, ...sides };
    }
    return { ...hold, intended: 're-created', ...sides };
  }

  /** Owners lose it and others have it. Safe if nobody prunes it before the others apply it. */
  #move(lost: readonly Placement[], next: readonly Placement[], sides: Sides): Decision {
    const drops = lost.map((each) => ({ ...dropOf(this, each), from: each.owner.id }));
    const deleting = drops.filter(({ action }) => action === 'deleted');
    const [first] = deleting;
    const takers = next.filter((each) => this.#takes(each, sides));
    if (takers.length > 0 && sides.comparison.refused.length > 0) {
      // Whoever comes first deletes it: the old owner, or the new one by force.
      const cause = { kind: 'immutable-field', fields: sides.comparison.refused } as const;
      return { action: 're-created', certain: true, cause, ...sides };
    }
    if (!first) {
      const hold = this.#holdOfAll(next);
      if (hold && takers.length === 0) {
        const fields = sides.comparison.refused;
        const isRefused = hold.cause.kind === 'refused-object' && fields.length > 0;
        const cause = isRefused ? ({ kind: 'immutable-field', fields } as const) : hold.cause;
        const isChanged = sides.comparison.fields.length > 0;
        const { id } = sides.after.owner;
        if (
          isChanged &&
          lost.some(({ owner }) => mayBuildFor(owner.id, id, this.base, this.head))
        ) {
          return { ...hold, intended: 'updated', certain: false, cause, ...sides };
        }
        return { ...hold, intended: 'moved', cause, ...sides };
      }
      const [by, ...others] = next.map(({ object }) => leavingMark(object.manifest));
      if (by === undefined || others.includes(undefined)) {
        return { action: 'moved', certain: true, ...sides };
      }
      const cause = { kind: 'exempt', by } as const;
      return { action: 'skipped', intended: 'moved', certain: true, cause, ...sides };
    }
    const certain = deleting.every((each) => each.certain);
    if (takers.length === 0) {
      const by = sides.after.owner.id;
      const isApplied = next.some(
        (each) => !this.#holdOf(each) && exclusionOf(each.object.manifest) === undefined,
      );
      const cause = { kind: 'missing-taker', by } as const;
      if (next.some((each) => this.#takesUntilHeld(each, sides))) {
        return { action: 'deleted', intended: 'moved', certain: false, cause, ...sides };
      }
      return { action: isApplied ? 're-created' : 'deleted', certain, cause, ...sides };
    }
    const isBefore = (a: string, b: string): boolean => appliesFirst(a, b, this.base, this.head);
    if (deleting.every(({ from }) => takers.some(({ owner }) => isBefore(owner.id, from)))) {
      return { action: 'moved', certain: true, ...sides };
    }
    const { cause } = first;
    if (certain && takers.every(({ owner }) => isBefore(first.from, owner.id))) {
      return { action: 're-created', certain, cause, ...sides };
    }
    return { action: 'moved', certain: false, cause, ...sides };
  }

  /** Whether an owner puts its labels on the object that is there, so that others spare it. */
  #takes(each: Placement, sides: { readonly before: Placement }): boolean {
    return !this.#holdOf(each) && this.#wouldTake(each, sides);
  }

  /** Whether it may do so before what holds it comes to it. */
  #takesUntilHeld(each: Placement, sides: { readonly before: Placement }): boolean {
    return this.#holdOf(each)?.certain === false && this.#wouldTake(each, sides);
  }

  #wouldTake(each: Placement, { before }: { readonly before: Placement }): boolean {
    const desired = each.object.manifest;
    if (leavingMark(desired) !== undefined) return false;
    return (
      this.compare(before, each).refused.length === 0 || forceOf(this, before, each) !== 'never'
    );
  }

  #holdOf({ owner, object }: Placement): Hold | undefined {
    return this.holds.of(owner.id) ?? this.holds.ofApplying(owner.id, object.id);
  }

  #holdOfAll(next: readonly Placement[]): Hold | undefined {
    const found = next.map((each) => this.#holdOf(each));
    return found.includes(undefined) ? undefined : found[0];
  }
}

function ownersOf(...placements: readonly (readonly Placement[])[]): ReadonlySet<string> {
  return new Set(placements.flat().map(({ owner }) => owner.id));
}

function isKustomizations({ owner }: Placement): boolean {
  return owner.kind === 'Kustomization';
}
