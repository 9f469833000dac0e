import { ApiObject } from 'cdk8s';
import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { ExternalSecret } from 'sluice/charts';

/** The name of the ClusterIssuer for names that are in public DNS. */
export const publicIssuer = 'letsencrypt';

/**
 * From whom certificates come: Let's Encrypt, which asks for a record in public DNS, so that internal
 * names get them too. An app of its own, since its kinds are there only once cert-manager runs.
 */
export class Issuers extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'cert-manager', ...props });
    const token = new ExternalSecret(this, 'cloudflare', {
      keys: { token: 'cloudflare-dns' },
    });
    new ApiObject(this, 'letsencrypt', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: publicIssuer },
      spec: {
        acme: {
          // The staging service has no limits, and gives certificates that no browser trusts.
          server: this.environment.pick({
            production: 'https://acme-v02.api.letsencrypt.org/directory',
            default: 'https://acme-staging-v02.api.letsencrypt.org/directory',
          }),
          email: `admin@${this.cluster.domain}`,
          privateKeySecretRef: { name: 'letsencrypt-account' },
          solvers: [
            { dns01: { cloudflare: { apiTokenSecretRef: { name: token.name, key: 'token' } } } },
          ],
        },
      },
    });
  }
}
