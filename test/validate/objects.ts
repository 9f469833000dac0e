/** Manifests as text, for clusters of tests. */

/** An object in namespace `demo`, with fields in flow style below its metadata. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: object = {},
): string {
  const { metadata = {}, ...rest } = fields as { readonly metadata?: object };
  return document({
    apiVersion,
    kind,
    metadata: { name, namespace: 'demo', ...metadata },
    ...rest,
  });
}

/** An object of the cluster's scope. */
export function clusterObject(
  apiVersion: string,
  kind: string,
  name: string,
  fields: object = {},
): string {
  const { metadata = {}, ...rest } = fields as { readonly metadata?: object };
  return document({ apiVersion, kind, metadata: { name, ...metadata }, ...rest });
}

/** A file of objects. */
export function file(path: string, ...objects: readonly string[]): string {
  return `# ${path}\n${objects.join('')}`;
}

function document(fields: object): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `---\n${lines.join('')}`;
}

const labels = { app: 'web' };

/** A Deployment `web` with one container; fields of container, pod and spec are merged in. */
export function deployment(container: object = {}, pod: object = {}, spec: object = {}): string {
  return object('apps/v1', 'Deployment', 'web', {
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'web', image: 'ghcr.io/acme/web:1.0.0', ...container }],
          ...pod,
        },
      },
      ...spec,
    },
  });
}

/** A Kustomization of the tree, in flux-system. */
export function kustomization(name: string, spec: object = {}): string {
  return object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name, {
    metadata: { namespace: 'flux-system' },
    spec: {
      interval: '1h',
      path: `./${name}`,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      ...spec,
    },
  });
}

/** A HelmRelease of a chart of the tree, `charts/<name>`. */
export function release(name: string, spec: object = {}): string {
  const sourceRef = { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' };
  return object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, {
    spec: { interval: '1h', chart: { spec: { chart: `./charts/${name}`, sourceRef } }, ...spec },
  });
}

/** The source that is the tree, as an object. */
export const source = file(
  'clusters/home/source.yaml',
  object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system', {
    metadata: { namespace: 'flux-system' },
    spec: { interval: '1h', url: 'https://github.com/example/manifests' },
  }),
);
