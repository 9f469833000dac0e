import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';

/** Certificates for ingresses, by ACME. */
export class CertManager extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'cert-manager', ...props });
    new HelmApp(this, 'cert-manager', {
      repository: 'https://charts.jetstack.io',
      chart: 'cert-manager',
      version: 'v1.21.2',
      values: {
        crds: { enabled: true, keep: true },
        replicaCount: this.environment.pick({ production: 2, default: 1 }),
      },
    });
  }
}
