import { configMap, kustomization as k, object } from '../../support.ts';
import { between, inCluster, type RuleCases } from '../support.ts';

const dropped = (held: ReturnType<typeof object>) =>
  between(inCluster(k('a', [held])), inCluster(k('a', [])));

export const deletedData: RuleCases = {
  told: {
    'the Cluster of a database leaves a Kustomization that prunes': dropped(
      object('postgresql.cnpg.io/v1', 'Cluster', 'db'),
    ),
  },
  silent: {
    'the Cluster is of an API that stores nothing': dropped(object('demo.io/v1', 'Cluster', 'db')),
    'the object is a ConfigMap': dropped(configMap('c')),
  },
};
