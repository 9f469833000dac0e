import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const opaque = inCluster(k('a', [], {}, { status: 'opaque' }));

export const unknownOwner: RuleCases = {
  told: {
    'a Kustomization gets a source that is not at hand': between(
      inCluster(k('a', [configMap('c')])),
      opaque,
    ),
  },
  silent: { 'its source was not at hand before either': between(opaque, opaque) },
};
