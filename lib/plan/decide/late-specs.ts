/**
 * A new revision wakes every Kustomization with the spec that the cluster holds; its parent may bring
 * the new one later (kustomize-controller v1.9.5, kustomization_indexers.go,
 * requestsForRevisionChangeOf).
 */
import { inventoryId } from '../../flux/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
} from '../../reconcile/state.ts';
import { isWithin } from '../../reconcile/tree.ts';
import type { Cause } from '../plan.ts';
import { isKept } from './guards.ts';
import { appliesFirst } from './order.ts';
import type { Placement, Side } from './side.ts';
import { changedBuild, dropByDeletion, dropFromBuild, isSuspended } from './spec.ts';

/** What Kustomizations build of the head with the specs of the base, by id, where that is known. */
export type Mixed = ReadonlyMap<string, readonly ReconciledObject[]>;

/** The specs of the base that may build the head: those whose parents bring others, or remove them. */
export function heldSpecs(
  base: ClusterState | undefined,
  head: ClusterState | undefined,
): ReadonlyMap<string, Manifest> {
  const next = new Map(head?.kustomizations.map((each) => [each.id, each]));
  const isHeld = (before: ReconciledKustomization): boolean => {
    const after = next.get(before.id);
    if (before.parent === undefined || isSuspended(before)) return false;
    if (after !== undefined)
      return after.parent !== undefined && changedBuild(before, after).length > 0;
    // What it deletes with itself matters where others have it too.
    return dropByDeletion(before) === 'deleted' && [...next.values()].some(isBeside(before));
  };
  const held = (base?.kustomizations ?? []).filter(isHeld);
  return new Map(held.map(({ id, manifest }) => [id, manifest]));
}

/** Whether a Kustomization builds a folder of the same source, or one below it. */
function isBeside({ source, path }: ReconciledKustomization) {
  return (other: ReconciledKustomization): boolean =>
    other.source === source && isWithin(other.path, path);
}

/**
 * What the specs that the cluster holds build of the head.
 *
 * @param reconcileHeld says what Flux makes of the head with these specs
 */
export async function mixedOf(
  base: ClusterState | undefined,
  head: ClusterState | undefined,
  reconcileHeld: (held: ReadonlyMap<string, Manifest>) => Promise<ClusterState>,
): Promise<Mixed> {
  const held = heldSpecs(base, head);
  if (held.size === 0) return new Map();
  const { kustomizations } = await reconcileHeld(held);
  const built = kustomizations.filter(({ id, status }) => held.has(id) && status === 'applied');
  return new Map(built.map(({ id, objects }) => [id, objects]));
}

/** Tells what old specs prune before new ones arrive. */
export class LateSpecs {
  readonly #base: Side;
  readonly #head: Side;
  readonly #keys: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(base: Side, head: Side, mixed: Mixed) {
    this.#base = base;
    this.#head = head;
    this.#keys = new Map(
      [...mixed].map(([id, objects]) => [id, new Set(objects.map((each) => inventoryId(each.id)))]),
    );
  }

  /** Why an object may be pruned although the base and the head have it; undefined where it is not. */
  causeOf({ owner: { id }, object }: Placement): Cause | undefined {
    const built = this.#keys.get(id);
    const [before, after] = [this.#base.kustomizations.get(id), this.#head.kustomizations.get(id)];
    if (!built || !before || !after || built.has(inventoryId(object.id))) return undefined;
    if (dropFromBuild(before) !== 'deleted' || isKept(object.manifest)) return undefined;
    return this.#cause(before, after);
  }

  /**
   * Why an object of others may be pruned: an old spec applies it, of the new revision, and so puts
   * its labels on it; the new spec drops it, or it is deleted with the Kustomization. What nobody had
   * before is lost in the same way, and empty.
   */
  takenBy({ object, target }: Placement, owners: ReadonlySet<string>): Cause | undefined {
    if (this.#keys.size === 0 || isKept(object.manifest)) return undefined;
    for (const [id, built] of this.#keys) {
      const [before, after] = [
        this.#base.kustomizations.get(id),
        this.#head.kustomizations.get(id),
      ];
      if (owners.has(id) || !before || !built.has(inventoryId(object.id))) continue;
      if (!after && before.target === target) return { kind: 'late-spec', by: id };
      if (after?.target !== target || dropFromBuild(after) !== 'deleted') continue;
      const cause = this.#cause(before, after);
      if (cause) return cause;
    }
    return undefined;
  }

  /** Undefined where the new spec surely is there before the new revision is built. */
  #cause(before: ReconciledKustomization, after: ReconciledKustomization): Cause | undefined {
    const { id, parent } = after;
    if (parent !== undefined && appliesFirst(parent, id, this.#base, this.#head)) return undefined;
    return { kind: 'late-spec', by: id, fields: changedBuild(before, after) };
  }
}
