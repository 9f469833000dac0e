import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const c = configMap('c');
const off = { prune: false };

export const lateProtection: RuleCases = {
  told: {
    'prune is turned off in the commit that takes an object out': between(
      inCluster(k('a', [c])),
      inCluster(k('a', [], off)),
    ),
  },
  silent: {
    'prune was off before': between(inCluster(k('a', [c], off)), inCluster(k('a', [], off))),
    'the commit leaves the object in': between(inCluster(k('a', [c])), inCluster(k('a', [c], off))),
  },
};
