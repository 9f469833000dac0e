import { AppChart, type AppChartProps, type Cluster, GitRepository } from 'sluice';
import { Database, ExternalSecret, HelmApp, TerraformWorkspace } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';
import { publicIssuer } from '../issuers/index.ts';

/** Who may sign in where: authentik with its database, and its applications by Terraform. */
export class Authentik extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'authentik', ...props });
    const host = `auth.${this.cluster.domain}`;
    const db = new Database(this, 'db', {
      image: 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie',
      size: '5Gi',
      database: 'authentik',
    });
    const secret = new ExternalSecret(this, 'authentik', {
      keys: {
        AUTHENTIK_SECRET_KEY: 'authentik-secret-key',
        AUTHENTIK_BOOTSTRAP_TOKEN: 'authentik-token',
      },
    });
    new HelmApp(this, 'server', {
      repository: 'https://charts.goauthentik.io',
      chart: 'authentik',
      version: '2026.8.0',
      values: {
        global: {
          envFrom: [secret.asEnv()],
          env: [
            { name: 'AUTHENTIK_POSTGRESQL__HOST', ...db.envValue('host') },
            { name: 'AUTHENTIK_POSTGRESQL__NAME', ...db.envValue('dbname') },
            { name: 'AUTHENTIK_POSTGRESQL__USER', ...db.envValue('username') },
            { name: 'AUTHENTIK_POSTGRESQL__PASSWORD', ...db.envValue('password') },
          ],
        },
        server: {
          replicas: this.environment.pick({ production: 2, default: 1 }),
          ingress: {
            enabled: true,
            ingressClassName: ingress.public.className,
            annotations: { 'cert-manager.io/cluster-issuer': publicIssuer },
            hosts: [host],
            tls: [{ hosts: [host], secretName: 'authentik-tls' }],
          },
        },
      },
    });
    const { sourceRef: source } = new GitRepository(this, 'terraform', {
      url: 'https://github.com/example/terraform',
      ref: { branch: this.environment.pick({ production: 'main', default: 'develop' }) },
    });
    const token = new ExternalSecret(this, 'terraform-token', {
      keys: { authentik_token: 'authentik-token' },
    });
    new TerraformWorkspace(this, 'applications', {
      source,
      path: './authentik',
      approve: 'auto',
      inputs: { url: `https://${host}` },
      inputsFrom: [token.name],
      outputs: ['shop_client_id'],
    });
  }
}
