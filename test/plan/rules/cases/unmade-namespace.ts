import { cluster, clusterObject, configMap, kustomization as k, release } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const c = configMap('c');
const namespace = clusterObject('v1', 'Namespace', 'demo');
const empty = inCluster(k('a', []));

export const unmadeNamespace: RuleCases = {
  told: {
    'the first object comes into a namespace that nothing defines': between(
      empty,
      inCluster(k('a', [c])),
    ),
  },
  silent: {
    'the Namespace comes with it': between(empty, inCluster(k('a', [namespace, c]))),
    'another object was in the namespace before': between(
      inCluster(k('a', [configMap('d')])),
      inCluster(k('a', [configMap('d'), c])),
    ),
    'a chart is installed into the namespace': between(
      empty,
      cluster([k('a', [c])], [release('r', [configMap('d')])]),
    ),
    'the namespace is there in every cluster': between(
      empty,
      inCluster(k('a', [configMap('c', { metadata: { namespace: 'default' } })])),
    ),
    'what had been applied before is not known': {
      ...between(inCluster(k('a', [], {}, { status: 'failed' })), inCluster(k('a', [c]))),
      beside: ['unknown-base'],
    },
    'the cluster is new': { base: undefined, head: inCluster(k('a', [c])) },
  },
};
