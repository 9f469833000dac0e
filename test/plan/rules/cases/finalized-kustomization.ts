import { after, claim, cluster, configMap, kustomization as k, told } from '../../support.ts';
import { between, type RuleCases } from '../support.ts';

type Held = Parameters<typeof k>[1];

const moved = (objects: Held, spec = {}, waits = {}) => {
  const under = (parent: string) =>
    cluster([k('q', []), k('p', [], waits), k('a', objects, spec, { parent })]);
  return between(under('p'), under('q'));
};
const data = [claim('data')];

export const finalizedKustomization: RuleCases = {
  told: {
    'a Kustomization that has a claim moves to another parent': {
      ...moved(data),
      beside: ['deleted-volume-claim', 'moved-object'],
    },
  },
  silent: {
    'it has a ConfigMap instead': { ...moved([configMap('c')]), beside: ['moved-object'] },
    'its claim bears prune: disabled': {
      ...moved([told(claim('data'), { prune: 'disabled' })]),
      beside: ['moved-object'],
    },
    'it has deletionPolicy: Orphan': {
      ...moved(data, { deletionPolicy: 'Orphan' }),
      beside: ['moved-object'],
    },
    'its old parent depends on the new one, in both revisions': moved(data, {}, after('q')),
  },
};
