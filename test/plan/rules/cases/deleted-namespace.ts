import { clusterObject, kustomization as k } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const removed = (spec = {}) =>
  between(inCluster(k('a', [clusterObject('v1', 'Namespace', 'demo')], spec)), inCluster());

export const deletedNamespace: RuleCases = {
  told: { 'the Kustomization of a Namespace is removed': removed() },
  silent: {
    'the removed Kustomization has deletionPolicy: Orphan': removed({ deletionPolicy: 'Orphan' }),
  },
};
