/**
 * What helm-controller makes of the objects of releases (helm-controller v1.6.4,
 * internal/action/verify.go, ReleaseTargetChanged, and internal/controller).
 */
import type { ReconciledRelease } from '../../reconcile/state.ts';
import { textAt } from '../compare/index.ts';
import type { Decision, Engine } from './engine.ts';
import { isKeptByHelm } from './guards.ts';
import type { Hold } from './holds.ts';
import type { Placement } from './side.ts';
import { isSuspended } from './spec.ts';

/** The fields of a release whose change uninstalls and installs it anew. */
function changedTarget(before: ReconciledRelease, after: ReconciledRelease): readonly string[] {
  const parts = [
    ['storage namespace', 'storageNamespace'],
    ['target namespace', 'namespace'],
    ['release name', 'name'],
  ] as const;
  const changed: string[] = parts
    .filter(([, part]) => before.target[part] !== after.target[part])
    .map(([name]) => name);
  const strategy = textAt(after.manifest, 'spec', 'upgrade', 'chartNameChangeStrategy');
  const names = [before.chart?.name, after.chart?.name];
  const isOther = !names.includes(undefined) && names[0] !== names[1];
  return isOther && strategy !== 'InPlaceUpdate' ? [...changed, 'chart name'] : changed;
}

/** Why a release is left as it is. */
function holdOf(engine: Engine, after: ReconciledRelease): Hold | undefined {
  const owner = engine.holds.of(after.owner) ?? engine.holds.ofPruning(after.owner);
  if (owner) return owner;
  const by = `HelmRelease ${after.id}`;
  if (isSuspended(after)) {
    return { action: 'deferred', certain: true, cause: { kind: 'suspended', by } };
  }
  const isKnown = after.status === 'applied';
  return isKnown ? undefined : { action: 'blocked', certain: true, cause: { kind: 'failed', by } };
}

/** What becomes of an object that only releases have. */
export function decideRelease(
  engine: Engine,
  before: Placement | undefined,
  after: Placement | undefined,
): Decision | undefined {
  if (before && after && before.owner.id !== after.owner.id) {
    // Helm refuses an object that bears another release's name: it must go first.
    const comparison = engine.compare(before, after);
    const cause = { kind: 'other-manager' } as const;
    return { action: 're-created', certain: false, cause, before, after, comparison };
  }
  const id = (after ?? before)?.owner.id ?? '';
  const release = engine.head.releases.get(id);
  const hold = release && holdOf(engine, release);
  if (before && !after) return dropped(engine, before, hold);
  if (!after || !release) return undefined;
  const installed = engine.base.releases.get(id);
  if (!before) {
    if (hold) return { ...hold, intended: 'created', after };
    // Of a release that could not be rendered before, all this may be there.
    const isKnown =
      !installed || installed.status === 'applied' || installed.status === 'suspended';
    const cause = { kind: 'failed', by: `HelmRelease ${id}` } as const;
    return { action: 'created', certain: isKnown, ...(!isKnown && { cause }), after };
  }
  return continued(engine, before, after, installed && changedTarget(installed, release), hold);
}

function dropped(engine: Engine, before: Placement, hold: Hold | undefined): Decision | undefined {
  const { owner } = before;
  const by = `HelmRelease ${owner.id}`;
  const fate = engine.fateOf(owner);
  const installed = engine.base.releases.get(owner.id);
  const isRemoved = fate.kind === 'removed' || fate.kind === 're-created';
  const cause = { kind: isRemoved ? 'removed-owner' : 'removed-entry', by } as const;
  if (fate.kind === 'left') {
    const held = fate.hold?.action;
    if (held === 'blocked' || held === 'deferred') {
      return { action: held, intended: 'deleted', certain: true, cause, before };
    }
    return { action: 'orphaned', certain: true, cause, before };
  }
  if (hold && !isRemoved) {
    // What a chart that cannot be had would drop is not known.
    if (hold.cause.kind === 'failed') return undefined;
    return { ...hold, intended: 'deleted', before };
  }
  // Deleting a suspended release leaves what it installed.
  const isLeft = isRemoved && installed !== undefined && isSuspended(installed);
  const isKept = isKeptByHelm(before.object.manifest) || before.isOutside === true;
  const certain = !isRemoved || fate.certain;
  return { action: isLeft || isKept ? 'orphaned' : 'deleted', certain, cause, before };
}

function continued(
  engine: Engine,
  before: Placement,
  after: Placement,
  target: readonly string[] | undefined,
  hold: Hold | undefined,
): Decision | undefined {
  const comparison = engine.compare(before, after);
  const sides = { before, after, comparison };
  const by = `HelmRelease ${after.owner.id}`;
  const stays = isKeptByHelm(before.object.manifest) || before.isOutside === true;
  if (!hold && !stays) {
    if (target && target.length > 0) {
      const cause = { kind: 'changed-target', by, fields: target } as const;
      return { action: 're-created', certain: true, cause, ...sides };
    }
    const fate = engine.fateOf(after.owner);
    if (fate.kind === 're-created') {
      const cause = { kind: 'removed-owner', by } as const;
      return { action: 're-created', certain: fate.certain, cause, ...sides };
    }
  }
  if (comparison.onlyEncryption) return { action: 'resealed', certain: true, ...sides };
  if (comparison.fields.length === 0) return undefined;
  if (after.isOutside) {
    const policy = engine.head.releases.get(after.owner.id)?.crdPolicy.upgrade;
    const exempt = { kind: 'exempt', by: `spec.upgrade.crds: ${policy ?? 'Skip'}` } as const;
    if (policy !== 'CreateReplace') {
      return { action: 'skipped', intended: 'updated', certain: true, cause: exempt, ...sides };
    }
  }
  if (hold) return { ...hold, intended: 'updated', ...sides };
  if (comparison.refused.length > 0) {
    const cause = { kind: 'immutable-field', fields: comparison.refused } as const;
    return { action: 'blocked', intended: 'updated', certain: true, cause, ...sides };
  }
  return { action: 'updated', certain: true, ...sides };
}
