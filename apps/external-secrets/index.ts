import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';
import type { ExternalSecretsValues } from './values.ts';

/** Secrets from a store outside the cluster; `secret-store` says which. */
export class ExternalSecrets extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'external-secrets', ...props });
    new HelmApp<ExternalSecretsValues>(this, 'external-secrets', {
      repository: 'https://charts.external-secrets.io',
      chart: 'external-secrets',
      version: '1.3.1',
      values: {
        installCRDs: true,
        replicaCount: this.environment.pick({ production: 2, default: 1 }),
        // What talks to Bitwarden Secrets Manager, with the certificate of `secret-store`.
        'bitwarden-sdk-server': { enabled: true },
      },
    });
  }
}
