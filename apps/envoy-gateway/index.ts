import { ApiObject } from 'cdk8s';
import { AppChart, type AppChartProps, type Cluster } from 'sluice';
import { HelmApp } from 'sluice/charts';
import { publicIssuer } from '../issuers/index.ts';

const namespace = 'envoy-gateway';

/** For `gateway` of a WebService. */
export const gateway = { name: 'public', namespace } as const;

/** Envoy Gateway, which serves HTTPRoutes: what takes the place of ingress-nginx. */
export class EnvoyGateway extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace, ...props });
    new HelmApp(this, 'envoy-gateway', {
      repository: 'oci://docker.io/envoyproxy',
      chart: 'gateway-helm',
      version: '1.9.0',
      autoscaled: ['Deployment'],
    });
  }
}

/** The Gateway of the cluster's domain. An app of its own, since its kinds come with the chart. */
export class Gateways extends AppChart {
  constructor(scope: Cluster, id: string, props: AppChartProps = {}) {
    super(scope, id, { namespace, ...props });
    const apiVersion = 'gateway.networking.k8s.io/v1';
    new ApiObject(this, 'class', {
      apiVersion,
      kind: 'GatewayClass',
      metadata: { name: 'envoy' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    });
    const hostname = `*.${this.cluster.domain}`;
    new ApiObject(this, 'public', {
      apiVersion,
      kind: 'Gateway',
      metadata: {
        name: gateway.name,
        annotations: { 'cert-manager.io/cluster-issuer': publicIssuer },
      },
      spec: {
        gatewayClassName: 'envoy',
        listeners: [
          {
            name: 'https',
            protocol: 'HTTPS',
            port: 443,
            hostname,
            tls: { certificateRefs: [{ name: 'public-tls' }] },
            allowedRoutes: { namespaces: { from: 'All' } },
          },
        ],
      },
    });
  }
}
