import { ApiObject, Names } from 'cdk8s';
import { Construct } from 'constructs';
import type { Image, SecretEnvSource, SecretEnvValue } from 'sluice';

/** An HTTP request that tells whether a container is well. */
export interface Probe {
  readonly path: string;
  /** How often, in seconds. */
  readonly periodSeconds?: number;
}

/** Requests and limits of a container, in Kubernetes quantities. */
export interface Resources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/** Options of a web service. */
export interface WebServiceProps {
  /** Image with its tag, or an image whose tag Flux moves on. */
  readonly image: string | Image;
  /** Port on which the container serves HTTP. */
  readonly port: number;
  /** Host name under which the ingress serves it. Default: none, so only inside the cluster. */
  readonly host?: string;
  /** Number of pods. Default: 1 */
  readonly replicas?: number;
  readonly args?: readonly string[];
  /**
   * Environment variables, each with its text or the key of a Secret that holds it.
   * @example { LEVEL: 'info', DB_PASSWORD: db.envValue('password') }
   */
  readonly env?: Readonly<Record<string, string | SecretEnvValue>>;
  /**
   * Secrets of which every key is an environment variable.
   * @example [db.asEnv()]
   */
  readonly envFrom?: readonly SecretEnvSource[];
  /** Default: a readiness probe of `/` */
  readonly readiness?: Probe;
  /** Default: none, since a bad one restarts what is only slow. */
  readonly liveness?: Probe;
  /** Default: requests 10m CPU and 32Mi memory, limit 128Mi memory. */
  readonly resources?: Resources;
  /** Ingress class, and the namespace from which its controller connects. Default: `nginx`, `ingress-nginx` */
  readonly ingress?: { readonly className: string; readonly namespace: string };
}

const smallResources: Resources = {
  requests: { cpu: '10m', memory: '32Mi' },
  limits: { memory: '128Mi' },
};

const nginx = { className: 'nginx', namespace: 'ingress-nginx' };

/**
 * A stateless HTTP service: Deployment, Service, NetworkPolicy, with a host an Ingress, and with
 * several replicas a PodDisruptionBudget.
 * It passes the restricted Pod Security profile; `/tmp` is the only writable folder.
 *
 * @example
 * new WebService(this, 'web', {
 *   image: 'ghcr.io/stefanprodan/podinfo:6.9.4',
 *   port: 9898,
 *   host: `podinfo.${this.cluster.domain}`,
 * });
 */
export class WebService extends Construct {
  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const name = Names.toDnsLabel(this);
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, labels };
    const selector = { matchLabels: labels };
    const create = (kind: string, apiVersion: string, spec: object): ApiObject =>
      new ApiObject(this, kind, { apiVersion, kind, metadata, spec });

    const { replicas = 1 } = props;
    create('Deployment', 'apps/v1', {
      replicas,
      selector,
      template: { metadata: { labels }, spec: podSpec(props) },
    });
    // Of one replica a budget would keep nodes from ever being drained.
    if (replicas > 1) create('PodDisruptionBudget', 'policy/v1', { maxUnavailable: 1, selector });
    create('Service', 'v1', {
      selector: labels,
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    });
    create('NetworkPolicy', 'networking.k8s.io/v1', {
      podSelector: selector,
      policyTypes: ['Ingress'],
      ingress: [{ from: peers(props), ports: [{ port: 'http' }] }],
    });
    if (props.host !== undefined) {
      create('Ingress', 'networking.k8s.io/v1', {
        ingressClassName: (props.ingress ?? nginx).className,
        rules: [
          {
            host: props.host,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name, port: { name: 'http' } } },
                },
              ],
            },
          },
        ],
      });
    }
  }
}

function peers({ host, ingress = nginx }: WebServiceProps): object[] {
  const sameNamespace = { podSelector: {} };
  if (host === undefined) return [sameNamespace];
  const labels = { 'kubernetes.io/metadata.name': ingress.namespace };
  return [sameNamespace, { namespaceSelector: { matchLabels: labels } }];
}

function httpProbe({ path, periodSeconds }: Probe): object {
  return { httpGet: { path, port: 'http' }, ...(periodSeconds !== undefined && { periodSeconds }) };
}

function podSpec(props: WebServiceProps): object {
  const env = Object.entries(props.env ?? {}).map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, ...value },
  );
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'main',
        image: String(props.image),
        ...(props.args && { args: props.args }),
        ...(env.length > 0 && { env }),
        ...(props.envFrom && { envFrom: props.envFrom }),
        ports: [{ name: 'http', containerPort: props.port }],
        readinessProbe: httpProbe(props.readiness ?? { path: '/' }),
        ...(props.liveness && { livenessProbe: httpProbe(props.liveness) }),
        resources: props.resources ?? smallResources,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  };
}
