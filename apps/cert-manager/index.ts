import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';
import type { CertManagerValues } from './values.ts';

/** Certificates, by ACME and by the cluster's own authority; `issuers` says from whom. */
export class CertManager extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'cert-manager', ...props });
    new HelmApp<CertManagerValues>(this, 'cert-manager', {
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
