import { objectId } from '../../../../lib/kubernetes/index.ts';
import { cluster, clusterObject, release } from '../../support.ts';
import { between, type RuleCases } from '../support.ts';

const manifest = clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x');
const outside = { crds: [{ id: objectId(manifest), manifest }] };
const none = cluster([]);

export const deletedDefinition: RuleCases = {
  told: {
    'the release of a chart that has a CRD among its templates is removed': {
      ...between(cluster([], [release('r', [manifest])]), none),
      beside: ['uninstalled-release'],
    },
  },
  silent: {
    'the chart has the CRD below crds/, which Helm leaves': between(
      cluster([], [release('r', [], {}, outside)]),
      none,
    ),
  },
};
