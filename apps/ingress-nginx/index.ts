import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';

const namespace = 'ingress-nginx';

/** For `ingress` of a WebService: reached from the own network, or from the internet. */
export const ingress = {
  internal: { className: 'internal', namespace },
  public: { className: 'public', namespace },
} as const;

/**
 * The ways from outside to the services of the cluster: one for the own network, which is the default,
 * and one for the internet. Its project ended in March 2026; `EnvoyGateway` is the living one beside it
 * (docs/retired.md).
 */
export class IngressNginx extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace, ...props });
    for (const { className } of Object.values(ingress)) {
      new HelmApp(this, className, {
        repository: 'https://kubernetes.github.io/ingress-nginx',
        chart: 'ingress-nginx',
        version: '4.15.1',
        values: {
          controller: {
            replicaCount: this.environment.pick({ production: 2, default: 1 }),
            ingressClassResource: {
              name: className,
              controllerValue: `k8s.io/${className}`,
              default: className === 'internal',
            },
            service: {
              annotations: {
                'external-dns.alpha.kubernetes.io/hostname': `${className}.${this.cluster.domain}`,
              },
            },
          },
        },
      });
    }
  }
}
