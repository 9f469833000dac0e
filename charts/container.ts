import type { Image, SecretEnvSource, SecretEnvValue } from 'sluice';

/** Requests and limits of a container, in Kubernetes quantities. */
export interface Resources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/** What a container runs, and with what. */
export interface ContainerProps {
  /** Image with its tag, or an image whose tag Flux moves on. */
  readonly image: string | Image;
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
  /** Default: requests 10m CPU and 32Mi memory, limit 128Mi memory. */
  readonly resources?: Resources;
}

const smallResources: Resources = {
  requests: { cpu: '10m', memory: '32Mi' },
  limits: { memory: '128Mi' },
};

/**
 * The spec of a pod with one container, `main`, that passes the restricted Pod Security profile, has
 * no token of the API server, and can write to `/tmp` and to the folders of its volumes only.
 *
 * @param more further fields of the container
 * @param volumes the folders at which volumes are mounted, by the volumes' names
 */
export function restrictedPod(
  props: ContainerProps,
  more: object = {},
  volumes: Readonly<Record<string, string>> = {},
): object {
  const env = Object.entries(props.env ?? {}).map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, ...value },
  );
  const mounts = Object.entries({ tmp: '/tmp', ...volumes });
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      // The volumes of a StatefulSet belong to root otherwise.
      ...(mounts.length > 1 && { fsGroup: 65534 }),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'main',
        image: String(props.image),
        ...(props.args && { args: props.args }),
        ...(env.length > 0 && { env }),
        ...(props.envFrom && { envFrom: props.envFrom }),
        ...more,
        resources: props.resources ?? smallResources,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: mounts.map(([name, mountPath]) => ({ name, mountPath })),
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  };
}
