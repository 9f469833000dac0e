import type { Owner } from '../plan.ts';
import type { Decision, Engine } from './engine.ts';
import { unappliedCause } from './holds.ts';
import { ownerIn, ownKey } from './side.ts';

/** What becomes of an owner that the base has. */
export type Fate =
  | { readonly kind: 'stays' }
  /** Its object stays although nothing applies it; `hold` where that is not for good. */
  | { readonly kind: 'left'; readonly hold?: Decision }
  /** Who applied it fails or is not known, and so is what becomes of it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'removed' | 're-created'; readonly certain: boolean };

/** What becomes of an owner of the base itself. */
export function fateOf(engine: Engine, owner: Owner): Fate {
  const after = ownerIn(engine.head, owner);
  const decision = ownerIn(engine.base, owner) && engine.decide(ownKey(owner));
  if (decision?.action === 'deleted') return { kind: 'removed', certain: decision.certain };
  // Taken over by another parent, it may be deleted on the way, and its finalizer runs.
  if (decision?.action === 're-created' || (decision?.action === 'moved' && !decision.certain)) {
    return { kind: 're-created', certain: decision.certain };
  }
  if (after) return { kind: 'stays' };
  if (!decision && isLost(engine, owner)) return { kind: 'unknown' };
  return { kind: 'left', ...(decision && { hold: decision }) };
}

/** Whether those who applied an owner, or theirs in turn, do not get as far as to apply it. */
function isLost(engine: Engine, owner: Owner, seen: ReadonlySet<string> = new Set()): boolean {
  const own = ownKey(owner);
  if (seen.has(own)) return false;
  return (engine.base.placements.get(own) ?? []).some((holder) => {
    const known = ownerIn(engine.head, holder.owner);
    return known
      ? unappliedCause(known, holder.owner.id) !== undefined
      : isLost(engine, holder.owner, new Set([...seen, own]));
  });
}
