import { kustomization as k, object } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'p');
const dropped = (spec = {}) =>
  between(inCluster(k('a', [policy], spec)), inCluster(k('a', [], spec)));

export const removedNetworkPolicy: RuleCases = {
  told: { 'a NetworkPolicy leaves a Kustomization that prunes': dropped() },
  silent: { 'the Kustomization had prune: false before': dropped({ prune: false }) },
};
