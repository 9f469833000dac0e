import { AppChart, type AppChartProps, type Cluster, Namespace } from 'sluice';
import { HelmApp } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';

/** Prometheus, Alertmanager and Grafana, and the kinds by which apps say what is measured. */
export class PrometheusStack extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'monitoring', ...props });
    // The exporter of the nodes looks at the nodes themselves.
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    new Namespace(this, 'monitoring', { metadata: { labels } });
    new HelmApp(this, 'kube-prometheus-stack', {
      repository: 'oci://ghcr.io/prometheus-community/charts',
      chart: 'kube-prometheus-stack',
      version: '88.3.0',
      values: {
        grafana: {
          ingress: {
            enabled: true,
            ingressClassName: ingress.internal.className,
            hosts: [`grafana.${this.cluster.domain}`],
          },
        },
        prometheus: {
          prometheusSpec: {
            retention: this.environment.pick({ production: '30d', default: '7d' }),
            serviceMonitorSelectorNilUsesHelmValues: false,
          },
        },
      },
    });
  }
}
