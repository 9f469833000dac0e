import { kustomization as k, object } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const dropped = (apiVersion: string) =>
  between(inCluster(k('a', [object(apiVersion, 'StatefulSet', 'db')])), inCluster(k('a', [])));

export const deletedStatefulSet: RuleCases = {
  told: { 'a StatefulSet leaves a Kustomization that prunes': dropped('apps/v1') },
  silent: {
    'the StatefulSet is of another API, such as apps.kruise.io': dropped('apps.kruise.io/v1'),
  },
};
