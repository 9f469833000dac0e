import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { WebService } from 'sluice/charts';
import { ingress } from '../ingress-nginx/index.ts';

export interface PodinfoProps extends AppChartProps {
  /** Default: 3 in production, 1 elsewhere */
  readonly replicas?: number;
}

/** A small web application that shows what runs where. */
export class Podinfo extends AppChart {
  constructor(scope: Cluster, id: string, props: PodinfoProps = {}) {
    super(scope, id, { namespace: 'demo', ...props });
    new WebService(this, 'podinfo', {
      image: 'ghcr.io/stefanprodan/podinfo:6.9.4',
      port: 9898,
      host: `podinfo.${this.cluster.domain}`,
      ingress: ingress.internal,
      replicas: props.replicas ?? this.environment.pick({ production: 3, default: 1 }),
      env: { PODINFO_UI_MESSAGE: `Hello from ${this.cluster.node.id}` },
      readiness: { path: '/readyz' },
      liveness: { path: '/healthz' },
    });
  }
}
