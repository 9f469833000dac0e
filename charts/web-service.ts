import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { AppChart } from 'sluice';
import { type ContainerProps, restrictedPod } from './container.ts';
import { type Exposure, nginx, serve } from './exposure.ts';
import { networkPolicy, podsOf, type Reach } from './reach.ts';

/** An HTTP request that tells whether a container is well. */
export interface Probe {
  readonly path: string;
  /** How often, in seconds. */
  readonly periodSeconds?: number;
}

/** A volume that each pod keeps. */
export interface Volume {
  /** The folder in the container. */
  readonly folder: string;
  /** How large, as a Kubernetes quantity. */
  readonly size: string;
  /** Default: the cluster's default class */
  readonly storageClass?: string;
}

/** Options of a web service. */
export interface WebServiceProps extends ContainerProps, Exposure {
  /** Port on which the container serves HTTP. */
  readonly port: number;
  /** Number of pods. Default: 1 */
  readonly replicas?: number;
  /** Default: a readiness probe of `/` */
  readonly readiness?: Probe;
  /** Default: none, since a bad one restarts what is only slow. */
  readonly liveness?: Probe;
  /** What each pod keeps; it is a StatefulSet then. Default: nothing, and a Deployment */
  readonly volume?: Volume;
  /** The path under which Prometheus finds metrics. Default: none */
  readonly metrics?: string;
  /** Whom it talks to in production, beside its own namespace and the name server. Default: nobody */
  readonly reaches?: readonly Reach[];
}

/**
 * An HTTP service: Deployment or StatefulSet, Service, NetworkPolicy; with a host an Ingress or HTTPRoute,
 * with several replicas a PodDisruptionBudget, with metrics a ServiceMonitor.
 * It passes the restricted Pod Security profile; `/tmp` and its volume are the only writable folders.
 *
 * @example
 * new WebService(this, 'web', {
 *   image: 'ghcr.io/stefanprodan/podinfo:6.9.4',
 *   port: 9898,
 *   host: `podinfo.${this.cluster.domain}`,
 * });
 */
export class WebService extends Construct {
  /** The name of its Service, whose port is 80. */
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const name = Names.toDnsLabel(this);
    this.serviceName = name;
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, labels };
    const selector = { matchLabels: labels };
    const create = (kind: string, apiVersion: string, spec: object): ApiObject =>
      new ApiObject(this, kind, { apiVersion, kind, metadata, spec });

    const { replicas = 1, volume } = props;
    const template = { metadata: { labels }, spec: podSpec(props) };
    if (volume === undefined) {
      create('Deployment', 'apps/v1', { replicas, selector, template });
    } else {
      const volumeClaimTemplates = [claimOf(volume)];
      const spec = { replicas, selector, serviceName: name, template, volumeClaimTemplates };
      create('StatefulSet', 'apps/v1', spec);
    }
    // Of one replica a budget would keep nodes from ever being drained.
    if (replicas > 1) create('PodDisruptionBudget', 'policy/v1', { maxUnavailable: 1, selector });
    const port = { name: 'http', port: 80, targetPort: 'http' };
    create('Service', 'v1', { selector: labels, ports: [port] });
    const { environment } = AppChart.of(this);
    const ingress = [{ from: peers(props), ports: [{ port: 'http' }] }];
    const policy = networkPolicy(environment, selector, ingress, props.reaches ?? []);
    create('NetworkPolicy', 'networking.k8s.io/v1', policy);
    if (props.host !== undefined) serve(create, name, props.host, props);
    if (props.metrics !== undefined) {
      const endpoints = [{ port: 'http', path: props.metrics }];
      create('ServiceMonitor', 'monitoring.coreos.com/v1', { selector, endpoints });
    }
  }
}

function peers({ host, gateway, ingress = nginx, metrics }: WebServiceProps): object[] {
  return [
    { podSelector: {} },
    ...(host === undefined ? [] : [podsOf((gateway ?? ingress).namespace)]),
    ...(metrics === undefined ? [] : [podsOf('monitoring')]),
  ];
}

function podSpec(props: WebServiceProps): object {
  const { port, readiness = { path: '/' }, liveness, volume } = props;
  const serving = {
    ports: [{ name: 'http', containerPort: port }],
    readinessProbe: httpProbe(readiness),
    ...(liveness && { livenessProbe: httpProbe(liveness) }),
  };
  return restrictedPod(props, serving, volume && { data: volume.folder });
}

function httpProbe({ path, periodSeconds }: Probe): object {
  return { httpGet: { path, port: 'http' }, ...(periodSeconds !== undefined && { periodSeconds }) };
}

function claimOf({ size, storageClass }: Volume): object {
  return {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass !== undefined && { storageClassName: storageClass }),
    },
  };
}
