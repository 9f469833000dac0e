import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const c = configMap('c');
const one = inCluster(k('a', [c]), k('b', []));
const both = inCluster(k('a', [c]), k('b', [c]));

export const sharedObject: RuleCases = {
  told: { 'a second Kustomization gets the object': between(one, both) },
  silent: {
    'one of two gives it up': { ...between(both, one), beside: ['moved-object'] },
    'the second gets one of the same name in another namespace': between(
      one,
      inCluster(k('a', [c]), k('b', [configMap('c', { metadata: { namespace: 'default' } })])),
    ),
  },
};
