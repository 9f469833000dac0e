import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';

/** The way from outside to the services of the cluster. */
export class IngressNginx extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'ingress-nginx', ...props });
    new HelmApp(this, 'ingress-nginx', {
      repository: 'https://kubernetes.github.io/ingress-nginx',
      chart: 'ingress-nginx',
      version: '4.14.3',
      values: {
        controller: {
          replicaCount: this.environment.pick({ production: 2, default: 1 }),
          ingressClassResource: { default: true },
        },
      },
    });
  }
}
