import { createHash } from 'node:crypto';
import { ApiObject, Lazy, Names } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { AppChart, type SecretEnvValue } from 'sluice';
import { restrictedPod } from './container.ts';

/** Options of a tunnel. */
export interface TunnelProps {
  /** cloudflared with its tag. */
  readonly image: string;
  /** The tunnel's id, a UUID; public. */
  readonly tunnel: string;
  /** The tunnel's token. */
  readonly token: SecretEnvValue;
  /** Number of pods. Default: 2 in production, 1 elsewhere */
  readonly replicas?: number;
}

/** Options of a route through a tunnel. */
export interface TunnelRouteProps {
  /** The tunnel's id, a UUID; public. */
  readonly tunnel: string;
  /** The host name under which the service is reached from the internet. */
  readonly host: string;
  /**
   * The service in the cluster.
   * @example 'http://web.demo.svc:80'
   */
  readonly service: string;
}

const tunnelRoute = Symbol.for('sluice.TunnelRoute');

/**
 * A host name that reaches a service through a tunnel of Cloudflare: a record for external-dns here,
 * and a rule in the settings of the tunnel of the same id, in whichever app of the cluster that is.
 *
 * @example
 * new TunnelRoute(this, 'public', {
 *   tunnel, host: 'shop.example.org', service: 'http://web.shop.svc:80',
 * });
 */
export class TunnelRoute extends Construct {
  /** Marks a route, also of another loaded copy of these charts. */
  readonly [tunnelRoute]: TunnelRouteProps;

  constructor(scope: Construct, id: string, props: TunnelRouteProps) {
    super(scope, id);
    this[tunnelRoute] = props;
    new ApiObject(this, 'DNSEndpoint', {
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: { name: Names.toDnsLabel(this) },
      spec: {
        endpoints: [
          {
            dnsName: props.host,
            recordType: 'CNAME',
            targets: [`${props.tunnel}.cfargotunnel.com`],
          },
        ],
      },
    });
  }
}

/**
 * cloudflared with the rules of every TunnelRoute of the cluster to this tunnel. It restarts when they
 * change, since their checksum stands in its pods.
 *
 * @example
 * new Tunnel(this, 'cloudflared', { image, tunnel, token: token.envValue('token') });
 */
export class Tunnel extends Construct {
  constructor(scope: Construct, id: string, { image, tunnel, token, ...props }: TunnelProps) {
    super(scope, id);
    const { cluster, environment } = AppChart.of(this);
    const name = Names.toDnsLabel(this);
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, labels };
    const settings = Lazy.any({ produce: () => settingsOf(cluster, tunnel) }) as string;
    const create = (kind: string, apiVersion: string, fields: object): ApiObject =>
      new ApiObject(this, kind, { apiVersion, kind, metadata, ...fields });

    create('ConfigMap', 'v1', { data: { 'config.yaml': settings } });
    const { replicas = environment.pick({ production: 2, default: 1 }) } = props;
    const args = ['tunnel', '--no-autoupdate', '--config', '/etc/cloudflared/config.yaml', 'run'];
    const env = { TUNNEL_TOKEN: token };
    const ready = { readinessProbe: { httpGet: { path: '/ready', port: 2000 } } };
    const pod = restrictedPod({ image, args, env }, ready, { settings: '/etc/cloudflared' }) as {
      volumes: object[];
    };
    const volumes = [...pod.volumes, { name: 'settings', configMap: { name } }];
    const checksum = Lazy.any({ produce: () => checksumOf(settingsOf(cluster, tunnel)) }) as string;
    const annotations = { 'sluice.dev/settings': checksum };
    create('Deployment', 'apps/v1', {
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels, annotations }, spec: { ...pod, volumes } },
      },
    });
    const selector = { matchLabels: labels };
    if (replicas > 1) {
      create('PodDisruptionBudget', 'policy/v1', { spec: { maxUnavailable: 1, selector } });
    }
    create('NetworkPolicy', 'networking.k8s.io/v1', {
      spec: { podSelector: selector, policyTypes: ['Ingress'] },
    });
  }
}

/** cloudflared's configuration; JSON is YAML. */
function settingsOf(cluster: IConstruct, tunnel: string): string {
  const rules = cluster.node
    .findAll()
    .flatMap((each) => (tunnelRoute in each ? [each[tunnelRoute] as TunnelRouteProps] : []))
    .filter((route) => route.tunnel === tunnel)
    .map(({ host, service }) => ({ hostname: host, service }))
    .sort((a, b) => (a.hostname < b.hostname ? -1 : 1));
  const ingress = [...rules, { service: 'http_status:404' }];
  return `${JSON.stringify({ tunnel, metrics: '0.0.0.0:2000', ingress }, undefined, 2)}\n`;
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
