import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const failed = inCluster(k('a', [], {}, { status: 'failed' }));

export const stoppedOwner: RuleCases = {
  told: {
    'a Kustomization fails that did not': between(inCluster(k('a', [configMap('c')])), failed),
  },
  silent: { 'it failed before': between(failed, failed) },
};
