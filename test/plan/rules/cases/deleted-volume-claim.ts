import { claim, cluster, kustomization as k, release, told } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const data = claim('data');
const off = { prune: false };
const keep = claim('data', { metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } } });
const installed = (...objects: (typeof data)[]) => cluster([], [release('r', objects)]);

export const deletedVolumeClaim: RuleCases = {
  told: {
    'a claim leaves a Kustomization that prunes': between(
      inCluster(k('a', [data])),
      inCluster(k('a', [])),
    ),
    'a claim leaves the chart of a release': between(installed(data), installed()),
  },
  silent: {
    'the Kustomization had prune: false before': between(
      inCluster(k('a', [data], off)),
      inCluster(k('a', [], off)),
    ),
    'the claim in the cluster bears prune: disabled': between(
      inCluster(k('a', [told(data, { prune: 'disabled' })])),
      inCluster(k('a', [])),
    ),
    'the chart had marked the claim with resource-policy: keep': between(
      installed(keep),
      installed(),
    ),
  },
};
