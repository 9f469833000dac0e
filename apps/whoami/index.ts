import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { WebService } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';

/** Answers with the request that reached it, for trying out the ingress. */
export class Whoami extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'demo', ...props });
    new WebService(this, 'whoami', {
      image: 'docker.io/traefik/whoami:v1.11.0',
      port: 8080,
      args: ['--port=8080'],
      host: `whoami.${this.cluster.domain}`,
      ingress: ingress.internal,
    });
  }
}
