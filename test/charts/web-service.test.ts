import { AppChart, EncryptedSecret, Image, type Manifest, semver } from 'sluice';
import { WebService, type WebServiceProps } from 'sluice/charts';
import { manifestsOf, testCluster } from 'sluice/testing';
import { describe, expect, test } from 'vitest';
import { fileWith, recipient, shapeOf } from '../support/ciphertext.ts';
import { objectsOf, production } from './objects.ts';

const image = 'ghcr.io/stefanprodan/podinfo:6.9.4';

/** The objects of a web service named `web`, by their kinds. */
function objects(props: Partial<WebServiceProps> = {}): Record<string, Manifest> {
  const app = new AppChart(testCluster(), 'shop', { namespace: 'demo' });
  new WebService(app, 'web', { image, port: 9898, ...props });
  return Object.fromEntries(manifestsOf(app).map((manifest) => [manifest.kind, manifest]));
}

describe('a web service', () => {
  test('without a host has no ingress', () => {
    expect(Object.keys(objects()).sort()).toEqual(['Deployment', 'NetworkPolicy', 'Service']);
  });

  test('takes an image whose tag Flux moves on', () => {
    const name = 'ghcr.io/stefanprodan/podinfo';
    const { Deployment } = objects({
      image: Image.of(name, { tag: '6.9.4', policy: semver('6.x') }),
    });
    expect(JSON.stringify(Deployment)).toContain(`"image":"${image}"`);
  });

  test('is named and selected by its own id alone', () => {
    const { Deployment, Service } = objects();
    const labels = { 'app.kubernetes.io/name': 'web' };
    expect(Deployment).toMatchObject({
      metadata: { name: 'web', namespace: 'demo' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } },
    });
    expect(Service).toMatchObject({ metadata: { name: 'web' }, spec: { selector: labels } });
  });

  test('is reached on port 80 at the port that it serves', () => {
    const { Deployment, Service } = objects({ port: 8080 });
    expect(Service).toHaveProperty('spec.ports', [{ name: 'http', port: 80, targetPort: 'http' }]);
    expect(Deployment).toHaveProperty('spec.template.spec.containers.0.ports', [
      { name: 'http', containerPort: 8080 },
    ]);
  });

  test('with a host is served by the ingress controller', () => {
    expect(objects({ host: 'web.example.org' })['Ingress']).toMatchObject({
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'web.example.org',
            http: { paths: [{ backend: { service: { name: 'web', port: { name: 'http' } } } }] },
          },
        ],
      },
    });
  });

  test('runs one pod unless told otherwise', () => {
    expect(objects()['Deployment']).toHaveProperty('spec.replicas', 1);
    expect(objects({ replicas: 0 })['Deployment']).toHaveProperty('spec.replicas', 0);
  });
});

describe('where a web service is reached', () => {
  test('is a Gateway, where one is named', () => {
    const gateway = { name: 'public', namespace: 'envoy-gateway' };
    const { HTTPRoute, Ingress } = objects({ host: 'web.example.org', gateway });
    expect(Ingress).toBeUndefined();
    expect(HTTPRoute).toHaveProperty('spec', {
      parentRefs: [gateway],
      hostnames: ['web.example.org'],
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
    });
  });

  test('has a certificate, where an issuer is named', () => {
    const { Ingress } = objects({ host: 'web.example.org', issuer: 'letsencrypt' });
    expect(Ingress?.metadata.annotations).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt',
    });
    expect(Ingress).toHaveProperty('spec.tls', [
      { hosts: ['web.example.org'], secretName: 'web-tls' },
    ]);
  });
});

test('a web service that keeps something is a StatefulSet with a claim of each pod', () => {
  const { Deployment, StatefulSet } = objects({ volume: { folder: '/data', size: '5Gi' } });
  expect(Deployment).toBeUndefined();
  expect(StatefulSet).toMatchObject({
    spec: {
      serviceName: 'web',
      template: {
        spec: { containers: [{ volumeMounts: [{}, { name: 'data', mountPath: '/data' }] }] },
      },
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '5Gi' } } } }],
    },
  });
});

test('a web service with metrics is looked at by Prometheus', () => {
  const { NetworkPolicy, ServiceMonitor } = objects({ metrics: '/metrics' });
  expect(ServiceMonitor).toHaveProperty('spec.endpoints', [{ port: 'http', path: '/metrics' }]);
  expect(JSON.stringify(NetworkPolicy)).toContain('"kubernetes.io/metadata.name":"monitoring"');
});

describe('the network policy', () => {
  test('lets pods reach only what is named in production, and everything elsewhere', () => {
    const reaches = [{ port: 443 }];
    const inProduction = objectsOf((app) => {
      new WebService(app, 'web', { image, port: 9898, reaches });
    }, production);
    expect(inProduction['NetworkPolicy']).toMatchObject({
      spec: {
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          { ports: [{ port: 53 }, { port: 53 }] },
          { to: [{ podSelector: {} }] },
          { ports: [{ port: 443 }] },
        ],
      },
    });
    expect(objects({ reaches })['NetworkPolicy']).not.toHaveProperty('spec.egress');
  });

  const sameNamespace = { podSelector: {} };

  function peers(props: Partial<WebServiceProps>): unknown {
    return objects(props)['NetworkPolicy']?.['spec'];
  }

  test('admits the own namespace only, where there is no host', () => {
    expect(peers({})).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [sameNamespace], ports: [{ port: 'http' }] }],
    });
  });

  test("admits the ingress controller's namespace where there is a host", () => {
    const matchLabels = { 'kubernetes.io/metadata.name': 'ingress-nginx' };
    expect(peers({ host: 'web.example.org' })).toHaveProperty('ingress.0.from', [
      sameNamespace,
      { namespaceSelector: { matchLabels } },
    ]);
  });

  test('admits the namespace of another ingress controller', () => {
    const ingress = { className: 'traefik', namespace: 'edge' };
    const matchLabels = { 'kubernetes.io/metadata.name': 'edge' };
    expect(peers({ host: 'web.example.org', ingress })).toHaveProperty('ingress.0.from.1', {
      namespaceSelector: { matchLabels },
    });
  });
});

describe('the pod', () => {
  function pod(props: Partial<WebServiceProps> = {}): Record<string, unknown> {
    const { spec } = objects(props)['Deployment'] as unknown as {
      spec: { template: { spec: Record<string, unknown> } };
    };
    return spec.template.spec;
  }

  function container(props: Partial<WebServiceProps> = {}): Record<string, unknown> {
    const [only] = pod(props)['containers'] as Record<string, unknown>[];
    return only ?? {};
  }

  test('passes the restricted Pod Security profile', () => {
    expect(pod()['securityContext']).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container()['securityContext']).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('has no token of the API server', () => {
    expect(pod()).toHaveProperty('automountServiceAccountToken', false);
  });

  test('can write to /tmp only', () => {
    expect(container()).toHaveProperty('securityContext.readOnlyRootFilesystem', true);
    expect(container()['volumeMounts']).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(pod()['volumes']).toEqual([{ name: 'tmp', emptyDir: {} }]);
  });

  test('is asked for readiness, and for liveness only where that is wanted', () => {
    expect(container()).toHaveProperty('readinessProbe.httpGet', { path: '/', port: 'http' });
    expect(container()).not.toHaveProperty('livenessProbe');
    const liveness = { path: '/live', periodSeconds: 5 };
    expect(container({ liveness })['livenessProbe']).toEqual({
      httpGet: { path: '/live', port: 'http' },
      periodSeconds: 5,
    });
  });

  test('has requests, and a limit of memory but not of CPU', () => {
    expect(container()['resources']).toEqual({
      requests: { cpu: '10m', memory: '32Mi' },
      limits: { memory: '128Mi' },
    });
  });

  test('gets its environment as names and values', () => {
    expect(container()).not.toHaveProperty('env');
    expect(container({ env: { A: '1' } })['env']).toEqual([{ name: 'A', value: '1' }]);
  });

  test('gets parts of its environment from Secrets', () => {
    const file = fileWith(shapeOf({ keys: ['password'] }));
    const app = new AppChart(testCluster({ sops: { age: [recipient] } }), 'shop', {
      namespace: 'demo',
    });
    const db = EncryptedSecret.fromFile<'password'>(app, 'db', file);
    const env = { LEVEL: 'info', PASSWORD: db.envValue('password') };
    new WebService(app, 'web', { image, port: 9898, env, envFrom: [db.asEnv()] });
    const deployment = manifestsOf(app).find(({ kind }) => kind === 'Deployment');
    expect(deployment).toHaveProperty('spec.template.spec.containers.0', {
      ...container(),
      env: [
        { name: 'LEVEL', value: 'info' },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      ],
      envFrom: [{ secretRef: { name: 'db' } }],
    });
  });
});
