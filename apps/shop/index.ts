import { AppChart, type AppChartProps, type Cluster, datedBuild, Image } from 'sluice';
import {
  Database,
  ExternalSecret,
  RestrictedNamespace,
  TunnelRoute,
  WebService,
} from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';
import { publicIssuer } from '../issuers/index.ts';

/** Options of the shop. */
export interface ShopProps extends AppChartProps {
  /** The tunnel by which the internet reaches it in production. Default: none */
  readonly tunnel?: string;
}

/**
 * An application of one's own. Its pipeline pushes `dev-YYYYMMDD.N` from the branch `develop` and
 * `prod-YYYYMMDD.N` from `main`; each environment runs the newest of its own. Production is on the internet,
 * all else in the own network only.
 */
export class Shop extends AppChart {
  constructor(scope: Cluster, id: string, props: ShopProps = {}) {
    super(scope, id, { namespace: id, ...props });
    new RestrictedNamespace(this, 'namespace');
    const isProduction = this.environment.pick({ production: true, default: false });
    const image = Image.of('ghcr.io/example/shop', {
      tag: isProduction ? 'prod-20261101.1' : 'dev-20261120.4',
      policy: datedBuild(isProduction ? 'prod-' : 'dev-'),
    });
    const db = new Database(this, 'db', {
      image: 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie',
      size: this.environment.pick({ production: '50Gi', default: '2Gi' }),
    });
    const payments = new ExternalSecret(this, 'payments', {
      keys: { PAYMENT_KEY: 'shop-payments' },
    });
    const domain = isProduction ? this.cluster.domain : `dev.${this.cluster.domain}`;
    const web = new WebService(this, 'web', {
      image,
      port: 8080,
      host: `shop.${domain}`,
      ingress: isProduction ? ingress.public : ingress.internal,
      issuer: publicIssuer,
      replicas: isProduction ? 3 : 1,
      env: { DATABASE_URL: db.envValue('uri'), LOG_LEVEL: isProduction ? 'info' : 'debug' },
      envFrom: [payments.asEnv()],
      readiness: { path: '/ready', periodSeconds: isProduction ? 5 : 30 },
      metrics: '/metrics',
      resources: {
        requests: { cpu: isProduction ? '200m' : '20m', memory: '128Mi' },
        limits: { memory: isProduction ? '512Mi' : '256Mi' },
      },
      reaches: [{ port: 443 }],
    });
    if (props.tunnel !== undefined) {
      const service = `http://${web.serviceName}.${id}.svc:80`;
      new TunnelRoute(this, 'public', { tunnel: props.tunnel, host: `shop.${domain}`, service });
    }
  }
}
