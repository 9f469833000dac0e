import { Cluster, Environment, type Fleet } from 'sluice';
import { CertManager } from '../../apps/cert-manager/index.ts';
import { IngressNginx } from '../../apps/ingress-nginx/index.ts';
import { Podinfo } from '../../apps/podinfo/index.ts';

/** The cluster that people use. */
export function home(fleet: Fleet): void {
  const cluster = new Cluster(fleet, 'home', {
    environment: Environment.production,
    domain: 'home.example.org',
    kubernetes: '1.34',
    source: { url: 'https://github.com/example/manifests', branch: 'main' },
  });
  const certManager = new CertManager(cluster, 'cert-manager');
  const ingress = new IngressNginx(cluster, 'ingress-nginx', { after: [certManager] });
  new Podinfo(cluster, 'podinfo', { after: [ingress] });
}
