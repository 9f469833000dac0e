import { ApiObject } from 'cdk8s';
import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { ExternalSecret, HelmApp } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';
import type { ExternalDnsValues } from './values.ts';

const chart = {
  repository: 'https://kubernetes-sigs.github.io/external-dns',
  chart: 'external-dns',
  version: '1.21.1',
};

/**
 * DNS records of what is served: internal names in the name server of the own network, public names at
 * Cloudflare. Each owns its records by the cluster's name, and leaves all others.
 */
export class ExternalDns extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'external-dns', ...props });
    const { domain, node } = this.cluster;
    const common: ExternalDnsValues = {
      domainFilters: [domain],
      policy: 'sync',
      txtOwnerId: node.id,
      serviceMonitor: { enabled: false },
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    };
    // Nobody asks it anything: it looks at the API server, and talks to name servers.
    new ApiObject(this, 'closed', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    });
    const key = new ExternalSecret(this, 'rfc2136', {
      keys: { secret: 'internal-dns' },
    });
    new HelmApp<ExternalDnsValues>(this, 'internal', {
      ...chart,
      values: {
        ...common,
        provider: { name: 'rfc2136' },
        sources: ['ingress'],
        extraArgs: [
          `--ingress-class=${ingress.internal.className}`,
          `--rfc2136-host=ns.${domain}`,
          `--rfc2136-zone=${domain}`,
          '--rfc2136-tsig-keyname=external-dns',
          '--rfc2136-tsig-secret-alg=hmac-sha256',
        ],
        env: [{ name: 'EXTERNAL_DNS_RFC2136_TSIG_SECRET', ...key.envValue('secret') }],
      },
    });
    const token = new ExternalSecret(this, 'cloudflare', {
      keys: { token: 'cloudflare-dns' },
    });
    new HelmApp<ExternalDnsValues>(this, 'public', {
      ...chart,
      values: {
        ...common,
        provider: { name: 'cloudflare' },
        sources: ['ingress', 'crd', 'gateway-httproute'],
        extraArgs: [`--ingress-class=${ingress.public.className}`],
        env: [{ name: 'CF_API_TOKEN', ...token.envValue('token') }],
      },
    });
  }
}
