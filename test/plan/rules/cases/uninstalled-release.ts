import { claim, cluster, configMap, kustomization as k, release } from '../../support.ts';
import { between, type RuleCases } from '../support.ts';

const data = claim('data');
const keep = claim('data', { metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } } });
const removed = (...given: Parameters<typeof release>) =>
  between(cluster([], [release(...given)]), cluster([]));
const opaque = { status: 'opaque' } as const;
const moved = (spec = {}) => {
  const under = (owner: string) =>
    cluster([k('a', []), k('b', [])], [release('r', [], spec, { owner, ...opaque })]);
  return between(under('flux-system/a'), under('flux-system/b'));
};

export const uninstalledRelease: RuleCases = {
  told: {
    'a release whose chart has a claim is removed': {
      ...removed('r', [data]),
      beside: ['deleted-volume-claim'],
    },
    'a release is removed whose chart is not at hand': removed('r', [], {}, opaque),
    'such a release moves to another Kustomization': { ...moved(), beside: ['moved-object'] },
  },
  silent: {
    'the chart has a ConfigMap instead': removed('r', [configMap('c')]),
    'the chart marks the claim with resource-policy: keep': removed('r', [keep]),
    'the release was suspended before': removed('r', [data], { suspend: true }),
  },
};
