import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { ChatAlerts, CommitStatus, ExternalSecret, Webhook } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';

/**
 * What Flux hears and says: a push to the manifests wakes it, each commit gets a status from each app,
 * and a chat is told what fails. Flux itself is in the cluster's entry.
 */
export class FluxNotifications extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'flux-system', ...props });
    const token = (name: string, key: 'token' | 'address'): { readonly name: string } =>
      new ExternalSecret(this, name, { keys: { [key]: `flux-${name}` } });
    new Webhook(this, 'github', {
      type: 'github',
      secretRef: token('webhook', 'token'),
      host: `flux.${this.cluster.domain}`,
      ingressClassName: ingress.public.className,
    });
    new CommitStatus(this, 'status', { type: 'github', secretRef: token('commits', 'token') });
    new ChatAlerts(this, 'chat', { type: 'slack', secretRef: token('slack', 'address') });
  }
}
