import { Cluster, Environment, type Fleet } from 'sluice';
import { Authentik } from '../../apps/authentik/index.ts';
import { EnvoyGateway, Gateways } from '../../apps/envoy-gateway/index.ts';
import { Garage } from '../../apps/garage/index.ts';
import { Podinfo } from '../../apps/podinfo/index.ts';
import { Shop } from '../../apps/shop/index.ts';
import { Whoami } from '../../apps/whoami/index.ts';
import { people } from '../people.ts';
import { platform } from '../platform.ts';

/** Where changes are tried first, and what is to take the place of something else. */
export function staging(fleet: Fleet): void {
  const cluster = new Cluster(fleet, 'staging', {
    environment: Environment.staging.with({ sops: people }),
    domain: 'staging.example.org',
    kubernetes: '1.35',
    source: {
      url: 'https://github.com/example/manifests',
      branch: 'main',
      secret: 'manifests',
    },
    sops: { age: ['age1l54xenzkperz50pyx6teedn6r59rascara9c9e22tvujaqde2esq47kg85'] },
  });
  const after = platform(cluster, {
    secrets: '7e1b7a52-35a0-4d4c-8c5f-6d1f0b7c9a02',
    tunnel: '0d4a9a1e-5b0f-4a5e-9b76-2f6f0c1d7e22',
    terraform: ['authentik'],
  });
  const envoy = new EnvoyGateway(cluster, 'envoy-gateway');
  new Gateways(cluster, 'gateways', { after: [envoy, ...after] });
  new Garage(cluster, 'garage', { after });
  new Authentik(cluster, 'authentik', { after });
  new Podinfo(cluster, 'podinfo', { after });
  new Shop(cluster, 'shop', { after });
  new Whoami(cluster, 'whoami', { after });
}
