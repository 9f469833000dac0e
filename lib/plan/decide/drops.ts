import { formatObject, textAt } from '../../kubernetes/index.ts';
import type { ReconciledKustomization } from '../../reconcile/state.ts';
import type { Cause } from '../plan.ts';
import type { Engine } from './engine.ts';
import { fateOf, goesOn } from './fate.ts';
import { exclusionOf, isKept } from './guards.ts';
import { isUnapplied } from './holds.ts';
import { appliesFirst } from './order.ts';
import { objectKey, type Placement } from './side.ts';
import { changedProtection, dropByDeletion as specDropByDeletion, dropFromBuild } from './spec.ts';

/** What an owner does with an object that it no longer applies. */
export interface Drop {
  readonly action: 'deleted' | 'orphaned' | 'blocked' | 'deferred' | 'none';
  readonly certain: boolean;
  readonly cause: Cause;
}

/** What the owner does. */
export function dropOf(engine: Engine, live: Placement): Drop {
  const { id } = live.owner;
  const before = engine.base.kustomizations.get(id);
  const after = engine.head.kustomizations.get(id);
  const fate = fateOf(engine, live.owner);
  if (fate.kind === 'removed' || fate.kind === 're-created') {
    return dropByDeletion(engine, live, fate.certain);
  }
  if (fate.kind === 'unknown') {
    return { action: 'none', certain: true, cause: { kind: 'unknown', by: id } };
  }
  if (fate.kind === 'left' || !before || !after) {
    const held = fate.kind === 'left' ? fate.hold : undefined;
    if (held?.action === 'blocked' || held?.action === 'deferred') {
      const cause = { kind: 'parent', by: before?.parent ?? id } as const;
      return { action: held.action, certain: true, cause };
    }
    const certain = !goesOn(engine, live.owner);
    return { action: 'orphaned', certain, cause: { kind: 'left-owner', by: id } };
  }
  const hold = engine.holds.of(id) ?? engine.holds.ofPruning(id);
  if (hold && isUnapplied(hold)) {
    // The spec in the cluster may build what the new one cannot.
    const late = engine.lateSpecs.causeOf(live);
    if (late) return { action: 'deleted', certain: false, cause: late };
    return { action: 'none', certain: true, cause: hold.cause };
  }
  if (hold?.certain === true) return hold;
  const exempt = keptBy(live);
  if (exempt) return exempt;
  const drop =
    before.target === after.target
      ? fromBuild(engine, live, before, after)
      : fromOtherCluster(engine, live, before, after);
  // It may wait before it comes to that.
  return hold?.cause.kind === 'predecessor' ? { ...drop, certain: false } : drop;
}

/**
 * An inventory does not say in which cluster its objects are: with its new spec, the owner looks for
 * what it drops in the new one. With its old spec, it prunes the old one by the new revision.
 */
function fromOtherCluster(
  engine: Engine,
  live: Placement,
  before: ReconciledKustomization,
  after: ReconciledKustomization,
): Drop {
  const cause = { kind: 'changed-cluster', by: after.id } as const;
  const isThere = engine.head.placements
    .get(objectKey(after.target, live.object.id))
    ?.some(({ owner }) => owner.id === after.id);
  const isPruned = isThere !== true && dropFromBuild(before) === 'deleted';
  return isPruned
    ? { action: 'deleted', certain: false, cause }
    : { action: 'orphaned', certain: true, cause };
}

/** The spec that the cluster holds may act on the new revision, or the one to come. */
function fromBuild(
  engine: Engine,
  live: Placement,
  before: ReconciledKustomization,
  after: ReconciledKustomization,
): Drop {
  const { id } = after;
  const isPathChanged = before.path !== after.path || before.source !== after.source;
  const cause = { kind: isPathChanged ? 'changed-path' : 'removed-entry', by: id } as const;
  // Flux never applied it while it was excluded: the live object may lack the annotation.
  const isSure = exclusionOf(live.object.manifest) === undefined;
  const old = dropFromBuild(before);
  const next = engine.holds.arrival(after) ? old : dropFromBuild(after);
  const isOrdered =
    after.parent !== undefined && appliesFirst(after.parent, id, engine.base, engine.head);
  const settled = old === 'nothing' || isOrdered ? next : old;
  if (settled === next || isOrdered) {
    if (next === 'nothing') {
      return { action: 'deferred', certain: true, cause: { kind: 'suspended', by: id } };
    }
    return { action: next, certain: next === 'orphaned' || isSure, cause };
  }
  const fields = changedProtection(before, after);
  const late = { kind: 'late-protection', by: id, fields } as const;
  if (old === 'orphaned' && next === 'nothing') {
    return { action: 'orphaned', certain: false, cause: late };
  }
  return { action: 'deleted', certain: false, cause: late };
}

/** Its finalizer spares the same objects as pruning does, and goes by the spec in the cluster. */
export function dropByDeletion(engine: Engine, live: Placement, certain: boolean): Drop {
  const { id } = live.owner;
  const before = engine.base.kustomizations.get(id);
  const heir = [...engine.head.kustomizations.values()].find(
    (each) =>
      each.path === before?.path &&
      each.source === before.source &&
      !engine.base.kustomizations.has(each.id),
  );
  const cause = { kind: heir ? 'renamed-owner' : 'removed-owner', by: id } as const;
  const exempt = keptBy(live);
  if (exempt) return exempt;
  if (!before || specDropByDeletion(before) !== 'deleted')
    return { action: 'orphaned', certain, cause };
  const by = lostAccess(engine, before);
  if (by !== undefined) {
    return { action: 'deleted', certain: false, cause: { kind: 'lost-access', by } };
  }
  const isSure = exclusionOf(live.object.manifest) === undefined;
  return { action: 'deleted', certain: certain && isSure, cause };
}

/**
 * What a Kustomization needs to prune and what goes with it: without its account the finalizer
 * prunes nothing, without its kubeconfig it fails (kustomize-controller v1.9.5, finalize).
 */
function lostAccess(engine: Engine, { id, manifest }: ReconciledKustomization): string | undefined {
  const needed = [
    ['ServiceAccount', textAt(manifest, 'spec', 'serviceAccountName')],
    ['Secret', textAt(manifest, 'spec', 'kubeConfig', 'secretRef', 'name')],
  ] as const;
  const { namespace = '' } = manifest.metadata;
  for (const [kind, name] of needed) {
    if (name === undefined) continue;
    const object = { group: '', kind, namespace, name };
    const key = objectKey('', object);
    const owners = engine.base.placements.get(key) ?? [];
    // Its own it prunes with the rest.
    if (owners.length === 0 || owners.some(({ owner }) => owner.id === id)) continue;
    if (engine.decide(key)?.action === 'deleted') return formatObject(object);
  }
  return undefined;
}

/** The live object was applied as the base has it, so the base says what it bears. */
function keptBy({ object }: Placement): Drop | undefined {
  if (!isKept(object.manifest)) return undefined;
  const by = 'kustomize.toolkit.fluxcd.io/prune: disabled';
  return { action: 'orphaned', certain: true, cause: { kind: 'exempt', by } };
}
