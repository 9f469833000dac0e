import { AppChart, type AppChartProps, type Cluster, Namespace } from 'sluice';
import { ExternalSecret, HelmApp } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';
import { publicIssuer } from '../issuers/index.ts';

/** Prometheus, Alertmanager and Grafana, and the kinds by which apps say what is measured. */
export class PrometheusStack extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace: 'monitoring', ...props });
    // The exporter of the nodes looks at the nodes themselves.
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    new Namespace(this, 'monitoring', { metadata: { labels } });
    const admin = new ExternalSecret(this, 'grafana-admin', {
      keys: { user: 'grafana-user', password: 'grafana-password' },
    });
    const host = `grafana.${this.cluster.domain}`;
    new HelmApp(this, 'kube-prometheus-stack', {
      repository: 'oci://ghcr.io/prometheus-community/charts',
      chart: 'kube-prometheus-stack',
      version: '88.3.0',
      // The operator's webhook notes on each rule that it has looked at it.
      driftDetection: {
        ignore: [
          {
            paths: ['/metadata/annotations/prometheus-operator-validated'],
            target: { kind: 'PrometheusRule' },
          },
        ],
      },
      values: {
        grafana: {
          // Otherwise the chart makes a password of its own.
          admin: { existingSecret: admin.name, userKey: 'user', passwordKey: 'password' },
          ingress: {
            enabled: true,
            ingressClassName: ingress.internal.className,
            annotations: { 'cert-manager.io/cluster-issuer': publicIssuer },
            hosts: [host],
            tls: [{ hosts: [host], secretName: 'grafana-tls' }],
          },
        },
        prometheus: {
          prometheusSpec: {
            retention: this.environment.pick({ production: '30d', default: '7d' }),
            // Without a claim all is lost when the pod moves.
            storageSpec: {
              volumeClaimTemplate: {
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  resources: {
                    requests: {
                      storage: this.environment.pick({ production: '50Gi', default: '10Gi' }),
                    },
                  },
                },
              },
            },
            serviceMonitorSelectorNilUsesHelmValues: false,
          },
        },
      },
    });
  }
}
