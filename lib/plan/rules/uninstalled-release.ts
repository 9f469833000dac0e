import { dataKinds } from '../../kubernetes/index.ts';
import { kindKey, valueAt } from '../compare/index.ts';
import type { Described } from '../describe.ts';
import { isKind, isLost } from './about.ts';
import type { Rule, Surroundings } from './rule.ts';

function held({ object }: Described, { before }: Surroundings): string {
  const id = `${object.namespace}/${object.name}`;
  const release = before.owners.find((each) => each.kind === 'HelmRelease' && each.id === id);
  if (release?.status !== 'applied') return 'what is not known here';
  const objects = before.objects.filter(
    ({ id: each, owner }) =>
      owner.kind === 'HelmRelease' && owner.id === id && dataKinds.has(kindKey(each)),
  );
  return objects.map(({ id: each }) => `${each.kind} ${each.name}`).join(', ');
}

/** Deleting a HelmRelease that is not suspended uninstalls it (helm-controller v1.6.4). */
export const uninstalledRelease: Rule = {
  code: 'uninstalled-release',
  level: 'danger',
  matches: (change, around) =>
    isLost(change) &&
    isKind(change, 'HelmRelease.helm.toolkit.fluxcd.io') &&
    valueAt(change.before, 'spec', 'suspend') !== true &&
    held(change, around) !== '',
  explain: (change, around) => `Helm uninstalls it, with ${held(change, around)}`,
  remedy:
    'Suspend the release first, in a publication of its own: deleting a suspended one leaves what it installed.',
};
