import { configMap, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const [c, next] = [configMap('c'), configMap('c', { data: { a: '1' } })];
const off = { suspend: true };

export const lateSuspension: RuleCases = {
  told: {
    'a Kustomization is suspended in the commit that changes an object of it': between(
      inCluster(k('a', [c])),
      inCluster(k('a', [next], off)),
    ),
  },
  silent: {
    'it was suspended before': {
      ...between(inCluster(k('a', [c], off)), inCluster(k('a', [next], off))),
      beside: ['suspended-owner'],
    },
    'the commit changes no object of it': between(
      inCluster(k('a', [c])),
      inCluster(k('a', [c], off)),
    ),
  },
};
