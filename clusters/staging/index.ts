import { Cluster, Environment, type Fleet } from 'sluice';
import { CertManager } from '../../apps/cert-manager/index.ts';
import { IngressNginx } from '../../apps/ingress-nginx/index.ts';
import { Podinfo } from '../../apps/podinfo/index.ts';
import { Whoami } from '../../apps/whoami/index.ts';

/** Where changes are tried first. */
export function staging(fleet: Fleet): void {
  const cluster = new Cluster(fleet, 'staging', {
    environment: Environment.staging,
    domain: 'staging.example.org',
    kubernetes: '1.35',
    source: { url: 'https://github.com/example/manifests', branch: 'develop' },
  });
  const certManager = new CertManager(cluster, 'cert-manager');
  const ingress = new IngressNginx(cluster, 'ingress-nginx', { after: [certManager] });
  new Podinfo(cluster, 'podinfo', { after: [ingress] });
  new Whoami(cluster, 'whoami', { after: [ingress] });
}
