import { formatObject, type ObjectId } from '../../kubernetes/index.ts';
import type { ReconciledKustomization, Status } from '../../reconcile/state.ts';
import type { Cause } from '../plan.ts';
import { appliesFirst } from './order.ts';
import type { Placement, Side } from './side.ts';
import { checkedPredecessors, isSuspended } from './spec.ts';

/** Why an owner does not act on the new revision. */
export interface Hold {
  readonly action: 'blocked' | 'deferred';
  /** False where it may act before the hold arrives. */
  readonly certain: boolean;
  readonly cause: Cause;
}

/** Why it is not known what an owner applies: it fails, or what it applies is not at hand. */
export function unappliedCause(
  { status }: { readonly status: Status },
  by: string,
): Cause | undefined {
  if (status === 'failed') return { kind: 'failed', by };
  return status === 'opaque' ? { kind: 'unknown', by } : undefined;
}

/** Whether an owner does not act, or it is not known how: nothing can be said of what it drops. */
export function isUnapplied({ cause }: Hold): boolean {
  return cause.kind === 'failed' || cause.kind === 'unknown';
}

/** Stages in which Flux applies: it dry-runs all of one before it applies any (ssa v0.76.2). */
function stageOf({ kind }: ObjectId): number {
  if (['CustomResourceDefinition', 'Namespace', 'ClusterRole'].includes(kind)) return 1;
  return kind.endsWith('Class') ? 2 : 3;
}

/** Finds which Kustomizations of the head do not act, and why. */
export class Holds {
  readonly #base: Side;
  readonly #head: Side;
  readonly #findRefused: (id: string) => readonly Placement[];
  readonly #holds = new Map<string, Hold | undefined>();
  readonly #refused = new Map<string, Placement | undefined>();

  constructor(base: Side, head: Side, findRefused: (id: string) => readonly Placement[]) {
    this.#base = base;
    this.#head = head;
    this.#findRefused = findRefused;
  }

  /** Why a Kustomization acts on nothing at all. */
  of(id: string): Hold | undefined {
    if (this.#holds.has(id)) return this.#holds.get(id);
    // Those that wait for each other in a circle never begin.
    const cause = { kind: 'predecessor', by: id } as const;
    this.#holds.set(id, { action: 'blocked', certain: true, cause });
    const after = this.#head.kustomizations.get(id);
    const hold = after && this.#find(after);
    this.#holds.set(id, hold);
    return hold;
  }

  /** Why it does not apply an object: a refused one leaves its stage and all later unapplied. */
  ofApplying(id: string, object: ObjectId): Hold | undefined {
    const refused = this.#refusedBy(id);
    if (!refused || stageOf(object) < stageOf(refused.object.id)) return undefined;
    return refusal(refused);
  }

  /** Whether an object is in the stage at which a refused one stops its owner. */
  isInStageOfRefused(id: string, object: ObjectId): boolean {
    const refused = this.#refusedBy(id);
    return refused !== undefined && stageOf(object) === stageOf(refused.object.id);
  }

  /** Why it prunes nothing: pruning comes after all stages. */
  ofPruning(id: string): Hold | undefined {
    const refused = this.#refusedBy(id);
    return refused && refusal(refused);
  }

  /** Why the spec to come does not reach a Kustomization. */
  arrival({ parent, manifest }: ReconciledKustomization): Hold | undefined {
    if (parent === undefined || !this.#head.kustomizations.has(parent)) return undefined;
    const id = { group: '', kind: manifest.kind, namespace: '', name: '' };
    return this.of(parent) ?? this.ofApplying(parent, id);
  }

  #refusedBy(id: string): Placement | undefined {
    if (!this.#refused.has(id)) {
      // Whether an old owner gives an object up can depend on this one in turn.
      this.#refused.set(id, undefined);
      const [first, ...others] = this.#findRefused(id);
      const earliest = others.reduce<Placement | undefined>(
        (best, each) => (best && stageOf(best.object.id) <= stageOf(each.object.id) ? best : each),
        first,
      );
      this.#refused.set(id, earliest);
    }
    return this.#refused.get(id);
  }

  #find(after: ReconciledKustomization): Hold | undefined {
    const { id, parent = '' } = after;
    const before = this.#base.kustomizations.get(id);
    const arrival = this.arrival(after);
    if (arrival && !before) return { ...arrival, cause: { kind: 'parent', by: parent } };
    const spec = arrival && before ? before : after;
    if (isSuspended(spec)) {
      // It may act on the new revision before its suspension arrives.
      const certain = before === undefined || isSuspended(before);
      return { action: 'deferred', certain, cause: { kind: 'suspended', by: id } };
    }
    const unapplied = unappliedCause(after, id);
    if (unapplied) return { action: 'blocked', certain: true, cause: unapplied };
    const hold = this.#findPredecessor(spec);
    if (hold) return { ...hold, certain: hold.certain && this.#waitsAtOnce(after, hold.cause.by) };
    if (spec !== after || after.status !== 'waiting') return undefined;
    const by = after.dependsOn.find((each) => !this.#head.kustomizations.has(each)) ?? id;
    return { action: 'blocked', certain: true, cause: { kind: 'predecessor', by } };
  }

  /** Whether one waits for another with whichever of its specs it sees the new revision. */
  #waitsAtOnce({ id, parent = '' }: ReconciledKustomization, by = ''): boolean {
    const before = this.#base.kustomizations.get(id);
    if (before === undefined || checkedPredecessors(before).includes(by)) return true;
    return appliesFirst(parent, id, this.#base, this.#head);
  }

  #findPredecessor(spec: ReconciledKustomization): Hold | undefined {
    for (const by of checkedPredecessors(spec)) {
      const predecessor = this.#head.kustomizations.get(by);
      const cause = { kind: 'predecessor', by } as const;
      if (!predecessor) {
        // One that neither tree has may be in the cluster for other reasons.
        if (!this.#base.kustomizations.has(by)) continue;
        return { action: 'blocked', certain: true, cause };
      }
      const hold = this.of(by) ?? this.ofPruning(by);
      if (!hold || predecessor.status === 'opaque') continue;
      // A suspended one stays Ready, at the revision that it has: another source does not ask.
      const isAnotherSource = predecessor.source !== spec.source;
      if (hold.cause.kind === 'suspended' && isAnotherSource) continue;
      return { ...hold, cause };
    }
    return undefined;
  }
}

function refusal({ object }: Placement): Hold {
  const cause = { kind: 'refused-object', by: formatObject(object.id) } as const;
  return { action: 'blocked', certain: true, cause };
}
