import { AppChart, type AppChartProps, type Cluster, GitRepository, HelmRelease } from 'sluice';
import { ExternalSecret } from 'sluice/charts';

/** Object storage that is alive, beside MinIO; its chart lies in the repository of its source. */
export class Garage extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'garage', ...props });
    const rpc = new ExternalSecret(this, 'rpc', {
      keys: { rpcSecret: 'garage-rpc' },
    });
    const { sourceRef } = new GitRepository(this, 'source', {
      url: 'https://git.deuxfleurs.fr/Deuxfleurs/garage',
      ref: { tag: 'v2.1.0' },
    });
    new HelmRelease(this, 'garage', {
      chart: { spec: { chart: './script/helm/garage', sourceRef } },
      values: {
        garage: {
          replicationFactor: this.environment.pick({ production: 3, default: 1 }),
          existingRpcSecret: rpc.name,
        },
        deployment: { replicaCount: this.environment.pick({ production: 3, default: 1 }) },
      },
    });
  }
}
