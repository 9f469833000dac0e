import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const one = inCluster(k('a', [configMap('c')]));

export const lostCluster: RuleCases = {
  told: { 'the head lacks the folder of a cluster': { base: one, head: undefined } },
  silent: {
    'the folder is there, with nothing in it': between(one, inCluster()),
    'the cluster is new': { base: undefined, head: one },
  },
};
