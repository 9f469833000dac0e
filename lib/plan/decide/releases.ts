/**
 * What helm-controller makes of the objects of releases (helm-controller v1.6.4,
 * internal/action/verify.go, ReleaseTargetChanged, and internal/controller).
 */
import { textAt } from '../../kubernetes/index.ts';
import type { ReconciledRelease } from '../../reconcile/state.ts';
import { isOtherChart, type ReleaseIn } from './chart-name.ts';
import { exemptCrd } from './crds.ts';
import type { Decision, Engine } from './engine.ts';
import { fateOf, leftBy } from './fate.ts';
import { type Hold, isUnapplied, unappliedCause } from './holds.ts';
import { outlives } from './outlives.ts';
import { ownKey, type Placement, targetOf } from './side.ts';
import { isSuspended } from './spec.ts';

/** The fields of a release whose change uninstalls and installs it anew. */
function changedTarget(base: ReleaseIn, head: ReleaseIn): readonly string[] {
  const [before, after] = [base.release, head.release];
  const parts = [
    ['storage namespace', 'storageNamespace'],
    ['target namespace', 'namespace'],
    ['release name', 'name'],
  ] as const;
  const changed: string[] = parts
    .filter(([, part]) => before.target[part] !== after.target[part])
    .map(([name]) => name);
  const strategy = textAt(after.manifest, 'spec', 'upgrade', 'chartNameChangeStrategy');
  return isOtherChart(base, head) && strategy !== 'InPlaceUpdate'
    ? [...changed, 'chart name']
    : changed;
}

/** What of a release's target changes between base and head; nothing where it is not in both. */
function targetChangeOf(engine: Engine, id: string): readonly string[] {
  const [before, after] = [engine.base.releases.get(id), engine.head.releases.get(id)];
  if (!before || !after || isElsewhere(engine, id)) return [];
  return changedTarget(
    { side: engine.base, release: before },
    { side: engine.head, release: after },
  );
}

/**
 * The own change of a release, which says if Helm uninstalls it for another target: that needs
 * nothing rendered.
 */
export function withTarget(engine: Engine, key: string, decision: Decision): Decision {
  const { object, owner } = decision.after ?? {};
  const isUpdated = decision.action === 'updated' || decision.action === 'moved';
  if (!isUpdated || decision.cause || !owner || object?.id.kind !== 'HelmRelease') return decision;
  const id = `${object.id.namespace}/${object.id.name}`;
  const fields = targetChangeOf(engine, id);
  const release = engine.head.releases.get(id);
  if (fields.length === 0 || !release || ownKey({ kind: 'HelmRelease', id }) !== key) {
    return decision;
  }
  const hold = holdOf(engine, release);
  if (hold && hold.cause.kind !== 'unknown') return decision;
  const by = `HelmRelease ${id}`;
  return { ...decision, cause: { kind: 'changed-target', by, fields } };
}

/** Why a release is left as it is. */
function holdOf(engine: Engine, after: ReconciledRelease): Hold | undefined {
  const owner = engine.holds.of(after.owner) ?? engine.holds.ofPruning(after.owner);
  if (owner) return owner;
  const by = `HelmRelease ${after.id}`;
  if (isSuspended(after)) {
    return { action: 'deferred', certain: true, cause: { kind: 'suspended', by } };
  }
  const cause = unappliedCause(after, by);
  return cause && { action: 'blocked', certain: true, cause };
}

/** What becomes of an object that only releases have. */
export function decideRelease(
  engine: Engine,
  before: Placement | undefined,
  after: Placement | undefined,
): Decision | undefined {
  if (before && after && before.owner.id !== after.owner.id && !before.isOutside) {
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
  const installed = isElsewhere(engine, id) ? undefined : engine.base.releases.get(id);
  if (!before) {
    if (hold) return { ...hold, intended: 'created', after };
    const exempt = after.isOutside && exemptCrd(release, installed ? 'upgrade' : 'install', false);
    if (exempt) {
      return { action: 'skipped', intended: 'created', certain: true, cause: exempt, after };
    }
    // Of a release that could not be rendered before, all this may be there.
    const isKnown = !installed || unappliedCause(installed, id) === undefined;
    const cause = { kind: 'unknown', by: `HelmRelease ${id}` } as const;
    return { action: 'created', certain: isKnown, ...(!isKnown && { cause }), after };
  }
  return continued(engine, { before, after, release }, targetChangeOf(engine, id), hold);
}

/**
 * Whether a release goes to another cluster: Helm finds none there and installs it, and what it had
 * stays where it was, as only names, namespaces and charts are compared.
 */
function isElsewhere({ base, head }: Engine, id: string): boolean {
  const [before, after] = [base.releases.get(id), head.releases.get(id)];
  if (!before || !after) return false;
  return targetOf(base.kustomizations, before) !== targetOf(head.kustomizations, after);
}

function dropped(engine: Engine, before: Placement, hold: Hold | undefined): Decision | undefined {
  const { owner } = before;
  const by = `HelmRelease ${owner.id}`;
  const fate = fateOf(engine, owner);
  const installed = engine.base.releases.get(owner.id);
  const isRemoved = fate.kind === 'removed' || fate.kind === 're-created';
  const cause = { kind: isRemoved ? 'removed-owner' : 'removed-entry', by } as const;
  if (fate.kind === 'unknown') return undefined;
  if (fate.kind === 'left') {
    const held = fate.hold?.action;
    if (held === 'blocked' || held === 'deferred') {
      return { action: held, intended: 'deleted', certain: true, cause, before };
    }
    return leftBy(engine, before, by);
  }
  const isKept = outlives(before);
  const elsewhere = { kind: 'changed-cluster', by } as const;
  if (isElsewhere(engine, owner.id) && !isRemoved && (!hold || isUnapplied(hold))) {
    return { action: 'orphaned', certain: true, cause: elsewhere, before };
  }
  if (hold && !isRemoved) {
    if (!isUnapplied(hold)) return { ...hold, intended: 'deleted', before };
    const fields = targetChangeOf(engine, owner.id);
    // What a chart that cannot be had would drop is not known, unless all of the old one goes.
    if (hold.cause.kind === 'failed' || fields.length === 0 || isKept) return undefined;
    return {
      action: 'deleted',
      certain: true,
      cause: { kind: 'changed-target', by, fields },
      before,
    };
  }
  // Deleting a suspended release leaves what it installed.
  const isLeft = isRemoved && installed !== undefined && isSuspended(installed);
  const certain = !isRemoved || fate.certain;
  return { action: isLeft || isKept ? 'orphaned' : 'deleted', certain, cause, before };
}

interface Continued {
  readonly before: Placement;
  readonly after: Placement;
  readonly release: ReconciledRelease;
}

function continued(
  engine: Engine,
  { before, after, release }: Continued,
  target: readonly string[],
  hold: Hold | undefined,
): Decision | undefined {
  const comparison = engine.compare(before, after);
  const sides = { before, after, comparison };
  const by = `HelmRelease ${after.owner.id}`;
  const stays = outlives(before);
  if (!hold && !stays) {
    if (target.length > 0) {
      const cause = { kind: 'changed-target', by, fields: target } as const;
      return { action: 're-created', certain: true, cause, ...sides };
    }
    const fate = fateOf(engine, after.owner);
    if (fate.kind === 're-created') {
      const cause = { kind: 'removed-owner', by } as const;
      return { action: 're-created', certain: fate.certain, cause, ...sides };
    }
  }
  if (comparison.onlyEncryption) return { action: 'resealed', certain: true, ...sides };
  if (comparison.fields.length === 0) return undefined;
  if (after.isOutside) {
    const isUpgraded = target.length === 0 && engine.base.releases.has(release.id);
    const exempt = exemptCrd(release, isUpgraded ? 'upgrade' : 'install', true);
    if (exempt) {
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
