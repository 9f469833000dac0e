import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';

/** The operator of every `Database`. */
export class CloudNativePg extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'cloudnative-pg', ...props });
    new HelmApp(this, 'cloudnative-pg', {
      repository: 'https://cloudnative-pg.github.io/charts',
      chart: 'cloudnative-pg',
      version: '0.29.1',
      values: { replicaCount: this.environment.pick({ production: 2, default: 1 }) },
    });
  }
}
