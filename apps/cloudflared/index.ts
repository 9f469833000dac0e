import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { ExternalSecret, RestrictedNamespace, Tunnel } from 'sluice/charts';

/** Options of the tunnel. */
export interface CloudflaredProps extends AppChartProps {
  /** The tunnel's id; public. */
  readonly tunnel: string;
}

/** A tunnel to Cloudflare, so that nothing of the own network is open to the internet. */
export class Cloudflared extends AppChart {
  constructor(scope: Cluster, id: string, props: CloudflaredProps) {
    super(scope, id, { namespace: 'cloudflared', ...props });
    new RestrictedNamespace(this, 'namespace');
    const token = new ExternalSecret(this, 'token', {
      keys: { token: 'cloudflare-tunnel' },
    });
    new Tunnel(this, 'cloudflared', {
      image: 'docker.io/cloudflare/cloudflared:2026.3.0',
      tunnel: props.tunnel,
      token: token.envValue('token'),
    });
  }
}
