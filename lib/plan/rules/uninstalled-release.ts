import { dataKinds, kindKey } from '../../kubernetes/index.ts';
import type { Described } from '../describe.ts';
import { isLost, isRacing, isUnknown, names, ownerAs } from './about.ts';
import type { Rule, Surroundings } from './rule.ts';

/** What of an owner would hold data; what is not known may. */
function held(change: Described, { before }: Surroundings): string {
  const owner = ownerAs(change, before);
  if (!owner?.endsAll) return '';
  if (isUnknown(owner)) return 'what is not known here';
  const objects = before.objects.filter(
    ({ id, owner: { kind, id: by }, outlives }) =>
      kind === owner.kind && by === owner.id && !outlives && dataKinds.has(kindKey(id)),
  );
  return objects.map(({ id }) => `${id.kind} ${id.name}`).join(', ');
}

function first({ owner, ...change }: Described): string {
  return isRacing({ owner, ...change }) ? `if ${names(owner.before)} reconciles first, ` : '';
}

/** Deleting a HelmRelease that is not suspended uninstalls it (helm-controller v1.6.4). */
export const uninstalledRelease: Rule = {
  code: 'uninstalled-release',
  level: 'danger',
  matches: (change, around) =>
    change.object.kind === 'HelmRelease' &&
    (isLost(change) || isRacing(change)) &&
    held(change, around) !== '',
  explain: (change, around) => `${first(change)}Helm uninstalls it, with ${held(change, around)}`,
  remedy:
    'Suspend the release first, in a publication of its own: deleting a suspended one leaves what it installed.',
};

/** Moved, it may be deleted on the way, and its finalizer prunes all that it has. */
export const finalizedKustomization: Rule = {
  code: 'finalized-kustomization',
  level: 'danger',
  matches: (change, around) =>
    change.object.kind === 'Kustomization' &&
    isRacing(change) &&
    !isUnknown(ownerAs(change, around.before)) &&
    held(change, around) !== '',
  explain: (change, around) => `${first(change)}it is deleted, with ${held(change, around)}`,
  remedy: 'Move it in stages: sluice plan --stage 1.',
};
