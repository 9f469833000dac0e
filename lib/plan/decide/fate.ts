import type { Owner } from '../plan.ts';
import type { Decision, Engine } from './engine.ts';
import { unappliedCause } from './holds.ts';
import { ownerIn, ownKey, type Placement } from './side.ts';

/** What becomes of an owner that the base has. */
export type Fate =
  | { readonly kind: 'stays' }
  /** Its object stays although nothing applies it; `hold` where that is not for good. */
  | { readonly kind: 'left'; readonly hold?: Decision }
  /** Who applied it fails or is not known, and so is what becomes of it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'removed' | 're-created'; readonly certain: boolean };

/**
 * Whether an owner that is left goes on: unless it is suspended, or builds a folder of the tree that
 * is gone, which makes it fail and prune nothing.
 */
export function goesOn({ base, hasFolder }: Engine, owner: Owner): boolean {
  const left = ownerIn(base, owner);
  if (!left || left.status === 'suspended') return false;
  const kustomization =
    owner.kind === 'Kustomization' ? base.kustomizations.get(owner.id) : undefined;
  if (!kustomization) return true;
  const root = [...base.kustomizations.values()].find(({ parent }) => parent === undefined);
  const isOfTree = kustomization.source === root?.source;
  return !isOfTree || hasFolder(kustomization.path.replace(/^\.$/, ''));
}

/** What becomes of what an owner has that is left for good. */
export function leftBy(engine: Engine, before: Placement, by: string): Decision {
  const cause = { kind: 'left-owner', by } as const;
  return { action: 'orphaned', certain: !goesOn(engine, before.owner), cause, before };
}

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
