import { describe, expect, test } from 'vitest';
import {
  clusterObject,
  deployment,
  file,
  kustomization,
  object,
  release,
  source,
} from '../objects.ts';
import { findingsIn } from '../support.ts';

const codes = async (text: string) => (await findingsIn(text)).map((each) => each.split(' ')[0]);
const store = clusterObject('external-secrets.io/v1', 'ClusterSecretStore', 'vault');
const elsewhere = { kind: 'GitRepository', name: 'charts' };
const charts = object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'charts', {
  spec: { interval: '1h', url: 'https://example.org/charts' },
});
const needs = (secret: string) => deployment({ envFrom: [{ secretRef: { name: secret } }] });
const missing = (secret: string) => needs(secret) + store;

describe('a Secret that a controller makes is there', () => {
  test.each([
    [
      'an ExternalSecret of another name',
      object('external-secrets.io/v1', 'ExternalSecret', 'x', {
        spec: {
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
          target: { name: 'db' },
        },
      }),
    ],
    [
      'a Certificate',
      object('cert-manager.io/v1', 'Certificate', 'x', {
        spec: { secretName: 'db', issuerRef: { group: 'acme.example', name: 'x' } },
      }),
    ],
    ['a SealedSecret', object('bitnami.com/v1alpha1', 'SealedSecret', 'db', { spec: {} })],
    ['a database', object('postgresql.cnpg.io/v1', 'Cluster', 'db')],
    [
      'a Terraform object',
      object('infra.contrib.fluxcd.io/v1alpha2', 'Terraform', 'x', {
        spec: { writeOutputsToSecret: { name: 'db' } },
      }),
    ],
    [
      'one that is copied from elsewhere',
      clusterObject('v1', 'Secret', 'db', {
        metadata: {
          namespace: 'flux-system',
          annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' },
        },
        data: { a: 'YQ==' },
      }),
    ],
  ])('by %s', async (_, maker) => {
    expect(await findingsIn(missing('db') + maker)).toEqual([]);
  });

  test('by a database, under its own name and a dash', async () => {
    const database = object('postgresql.cnpg.io/v1', 'Cluster', 'db');
    expect(await findingsIn(missing('db-app') + database)).toEqual([]);
    expect(await findingsIn(missing('dbx') + database)).toHaveLength(1);
  });

  test('but not by what only names it', async () => {
    const route = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'db', {
      spec: { name: 'db' },
    });
    expect(await findingsIn(missing('db') + route)).toHaveLength(1);
  });

  test('but not in another namespace', async () => {
    const other = object('postgresql.cnpg.io/v1', 'Cluster', 'db', {
      metadata: { namespace: 'flux-system' },
    });
    expect(await findingsIn(missing('db') + other)).toHaveLength(1);
  });
});

describe('a Secret or ConfigMap that a pod names', () => {
  const volume = (of: object) => deployment({}, { volumes: [{ name: 'v', ...of }] });

  test.each([
    [
      'by a variable',
      deployment({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'a' } } }] }),
    ],
    [
      'by a container that runs first',
      deployment(
        {},
        { initContainers: [{ name: 'i', image: 'i:1', envFrom: [{ secretRef: { name: 'db' } }] }] },
      ),
    ],
    ['by a volume', volume({ secret: { secretName: 'db' } })],
    ['by a projected volume', volume({ projected: { sources: [{ secret: { name: 'db' } }] } })],
    [
      'by a CronJob',
      object('batch/v1', 'CronJob', 'web', {
        spec: {
          schedule: '@daily',
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  containers: [
                    { name: 'w', image: 'w:1', envFrom: [{ secretRef: { name: 'db' } }] },
                  ],
                },
              },
            },
          },
        },
      }),
    ],
  ])('is missing %s', async (_, text) => {
    expect(await findingsIn(text)).toHaveLength(1);
  });

  test.each([
    [
      'a variable',
      deployment({
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'a', optional: true } } }],
      }),
    ],
    ['a volume', volume({ secret: { secretName: 'db', optional: true } })],
  ])('may be missing for %s that says so', async (_, text) => {
    expect(await findingsIn(text)).toEqual([]);
  });

  test('is named once, however often the pod does', async () => {
    const ref = { secretRef: { name: 'db' } };
    expect(await findingsIn(deployment({ envFrom: [ref, ref] }))).toHaveLength(1);
  });

  test('is there in every cluster where it is that of the API server', async () => {
    expect(await findingsIn(volume({ configMap: { name: 'kube-root-ca.crt' } }))).toEqual([]);
  });
});

describe('what a chart installs', () => {
  const installing = (values: object, text: string) =>
    file('demo/release.yaml', release('web', { values })) +
    source +
    file('charts/web/templates/web.yaml', text);

  test('may name what its hooks make', async () => {
    expect(await findingsIn(installing({}, needs('admission')))).toEqual([]);
  });

  test('may not name what whoever chose its values forgot', async () => {
    const found = await findingsIn(installing({ db: { existingSecret: 'db' } }, needs('db')));
    expect(found).toHaveLength(1);
  });
});

describe('what is not known here', () => {
  const away = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'away', {
    metadata: { namespace: 'flux-system' },
    spec: { interval: '1h', url: 'oci://ghcr.io/acme/away' },
  });
  const opaque = (spec: object) =>
    file(
      'clusters/home/away.yaml',
      away,
      kustomization('away', { sourceRef: { kind: 'OCIRepository', name: 'away' }, ...spec }),
    );

  test('may hold what is named', async () => {
    const found = await findingsIn(`${needs('db')}\n${opaque({})}`);
    expect(found.filter((each) => each.startsWith('missing'))).toEqual([]);
  });

  test('holds it only where it is applied to', async () => {
    const found = await findingsIn(`${needs('db')}\n${opaque({ targetNamespace: 'other' })}`);
    expect(found.filter((each) => each.startsWith('missing'))).toHaveLength(1);
  });
});

describe('keys', () => {
  const reading = (kind: 'configMap' | 'secret', key: string) =>
    deployment({ env: [{ name: 'A', valueFrom: { [`${kind}KeyRef`]: { name: 'own', key } } }] });
  const code = (found: readonly string[]) => found.map((each) => each.split(' ')[0]);

  test('of stringData and binaryData are keys', async () => {
    const secret = object('v1', 'Secret', 'own', { stringData: { a: 'b' } });
    expect(await findingsIn(reading('secret', 'a') + secret)).toEqual([]);
    expect(code(await findingsIn(reading('secret', 'b') + secret))).toEqual(['missing-key']);
    const map = object('v1', 'ConfigMap', 'own', { binaryData: { a: 'YQ==' } });
    expect(await findingsIn(reading('configMap', 'a') + map)).toEqual([]);
  });

  test('of what is empty are filled in by somebody', async () => {
    const map = object('v1', 'ConfigMap', 'own');
    expect(await findingsIn(reading('configMap', 'ca.crt') + map)).toEqual([]);
  });

  test('of an account token are those of the controller', async () => {
    const secret = object('v1', 'Secret', 'own', {
      type: 'kubernetes.io/service-account-token',
      data: { extra: 'YQ==' },
    });
    expect(await findingsIn(reading('secret', 'token') + secret)).toEqual([]);
  });

  test('of volumes count as well', async () => {
    const pod = deployment(
      {},
      {
        volumes: [{ name: 'v', configMap: { name: 'settings', items: [{ key: 'x', path: 'x' }] } }],
      },
    );
    expect(code(await findingsIn(pod))).toEqual(['missing-key']);
  });
});

describe('Services, backends and routes', () => {
  const service = (spec: object) => object('v1', 'Service', 'web', { spec });
  const route = (ref: object, kind = 'HTTPRoute') =>
    object('gateway.networking.k8s.io/v1', kind, 'web', {
      spec: { rules: [{ backendRefs: [ref] }] },
    });
  const ports = { ports: [{ port: 80 }] };

  test.each([
    ['without selector leads to what somebody else says', service(ports)],
    [
      'may lead to pods of an operator',
      service({ ...ports, selector: { a: 'b' } }) + object('postgresql.cnpg.io/v1', 'Cluster', 'x'),
    ],
  ])('a Service %s', async (_, text) => {
    expect(await findingsIn(text)).toEqual([]);
  });

  test('a Service may select what a controller adds', async () => {
    const selector = { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' };
    expect(await findingsIn(deployment() + service({ ...ports, selector }))).toEqual([]);
  });

  test('an operator of Secrets makes no pods', async () => {
    const certificate = object('cert-manager.io/v1', 'Certificate', 'x', {
      spec: { issuerRef: { group: 'x.example' } },
    });
    expect(
      await findingsIn(service({ ...ports, selector: { a: 'b' } }) + certificate),
    ).toHaveLength(1);
  });

  test.each([
    ['no Service', { name: 'wbe', port: 80 }, 1],
    ['a port that it has not', { name: 'web', port: 81 }, 1],
    ['its port', { name: 'web', port: 80 }, 0],
    ['its namespace said', { name: 'web', namespace: 'demo', port: 80 }, 0],
    ['another namespace', { name: 'web', namespace: 'flux-system', port: 80 }, 0],
    ['what is no Service', { kind: 'Backend', group: 'gateway.envoyproxy.io', name: 'x' }, 0],
  ])('a route to %s', async (_, ref, count) => {
    const found = await findingsIn(route(ref) + service(ports));
    expect(found).toHaveLength(count);
  });

  test.each([
    ['by the name of its port', { name: 'http' }, 0],
    ['by the number of its port', { number: 80 }, 0],
    ['by another number', { number: 8080 }, 1],
  ])('an Ingress leads to a Service %s', async (_, port, count) => {
    const ingress = object('networking.k8s.io/v1', 'Ingress', 'web', {
      spec: { defaultBackend: { service: { name: 'web', port } } },
    });
    const found = await findingsIn(ingress + service({ ports: [{ port: 80, name: 'http' }] }));
    expect(found).toHaveLength(count);
  });

  const parent = (ref: object) =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', { spec: { parentRefs: [ref] } }) +
    object('gateway.networking.k8s.io/v1', 'Gateway', 'outside', {
      spec: { listeners: [{ name: 'https' }] },
    });

  test.each([
    [{ name: 'outside' }, 0],
    [{ name: 'outside', sectionName: 'https' }, 0],
    [{ name: 'outside', sectionName: 'http' }, 1],
    [{ name: 'inside' }, 1],
    [{ name: 'outside', namespace: 'flux-system' }, 1],
    [{ name: 'mesh', kind: 'Service', group: '' }, 0],
  ])('a route of the Gateway %j', async (ref, count) => {
    expect(await findingsIn(parent(ref))).toHaveLength(count);
  });
});

describe('NetworkPolicies', () => {
  const policy = (from: object) =>
    deployment() +
    object('networking.k8s.io/v1', 'NetworkPolicy', 'web', {
      spec: { podSelector: {}, ingress: [{ from: [from] }] },
    });
  const name = (namespace: string) => ({
    matchLabels: { 'kubernetes.io/metadata.name': namespace },
  });

  test.each([
    ['all pods here', { podSelector: {} }, 0],
    ['a pod here', { podSelector: { matchLabels: { app: 'web' } } }, 0],
    ['a pod that is not here', { podSelector: { matchLabels: { app: 'wbe' } } }, 1],
    [
      'one of several',
      { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['x', 'web'] }] } },
      0,
    ],
    [
      'one without a label',
      { podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } },
      1,
    ],
    ['an address', { ipBlock: { cidr: '10.0.0.0/8' } }, 0],
    ['all namespaces', { namespaceSelector: {} }, 0],
    ['a namespace of the tree', { namespaceSelector: name('demo') }, 0],
    ['a namespace of the cluster itself', { namespaceSelector: name('kube-system') }, 0],
    ['a namespace that is nowhere', { namespaceSelector: name('elsewhere') }, 1],
    [
      'pods of a namespace',
      { namespaceSelector: name('demo'), podSelector: { matchLabels: { app: 'x' } } },
      1,
    ],
  ])('a peer that is %s', async (_, from, count) => {
    expect(await findingsIn(policy(from))).toHaveLength(count);
  });
});

describe('objects of Flux', () => {
  test('need no credentials that bootstrap brings', async () => {
    const own = file(
      'clusters/home/source.yaml',
      object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'flux-system', {
        metadata: { namespace: 'flux-system' },
        spec: {
          interval: '1h',
          url: 'ssh://git@example.org/x',
          secretRef: { name: 'flux-system' },
        },
      }),
    );
    expect(await findingsIn(own)).toEqual([]);
  });

  test('may name the source that is the tree, which is in the cluster only', async () => {
    const automation = object('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', 'all', {
      metadata: { namespace: 'flux-system' },
      spec: { interval: '1h', sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
    });
    expect(await findingsIn(automation)).toEqual([]);
  });

  test('are told that no source of theirs is in the tree, however many name it', async () => {
    const sourceRef = { kind: 'GitRepository', name: 'apps' };
    const waiting = file(
      'clusters/home/waiting.yaml',
      kustomization('a', { sourceRef }),
      kustomization('b', { sourceRef }),
    );
    expect(await findingsIn(waiting)).toEqual(
      ['a', 'b'].map(
        (name) => `missing-source Kustomization flux-system/${name} spec.sourceRef.name`,
      ),
    );
  });

  test('may name a source that comes with what is not known here', async () => {
    const other = { kind: 'GitRepository', name: 'other' };
    const unknown = file(
      'clusters/home/unknown.yaml',
      object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'other', {
        metadata: { namespace: 'flux-system' },
        spec: { interval: '1h', url: 'https://example.org/other' },
      }),
      kustomization('other', { sourceRef: other }),
      kustomization('a', { sourceRef: { kind: 'GitRepository', name: 'apps' } }),
    );
    const found = await findingsIn(unknown);
    expect(found.filter((each) => each.startsWith('missing-source'))).toEqual([]);
  });

  test.each([
    ['the namespace', { targetNamespace: 'new' }, 'undefined-namespace', 'targetNamespace'],
    ['the account', { serviceAccountName: 'new' }, 'missing-account', 'serviceAccountName'],
  ])('miss %s of a release whose chart is not known', async (_, spec, code, field) => {
    const remote = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'web', {
      spec: { interval: '1h', chart: { spec: { chart: './web', sourceRef: elsewhere } }, ...spec },
    });
    const found = await findingsIn(remote + charts);
    expect(found).toContain(`${code} HelmRelease demo/web spec.${field}`);
  });

  test.each([
    ['every object of a kind', { kind: 'HelmRelease', name: '*' }, 0],
    ['the root', { kind: 'Kustomization', name: 'flux-system', namespace: 'flux-system' }, 0],
    ['a Kustomization', { kind: 'Kustomization', name: 'demo', namespace: 'flux-system' }, 0],
    ['one of another namespace', { kind: 'Kustomization', name: 'demo' }, 1],
  ])('may send events of %s', async (_, event, count) => {
    const alert = object('notification.toolkit.fluxcd.io/v1beta3', 'Alert', 'all', {
      spec: { providerRef: { name: 'chat' }, eventSources: [event] },
    });
    const provider = object('notification.toolkit.fluxcd.io/v1beta3', 'Provider', 'chat', {
      spec: { type: 'slack' },
    });
    expect(await findingsIn(alert + provider)).toHaveLength(count);
  });
});

describe('namespaces', () => {
  const inNew = (name: string) =>
    object('v1', 'ConfigMap', name, { metadata: { namespace: 'new' } });

  test('are missing once for each Kustomization', async () => {
    expect(await findingsIn(inNew('a') + inNew('b'))).toHaveLength(1);
  });

  test.each(['default', 'kube-system', 'kube-public'])(
    'of every cluster are there: %s',
    async (namespace) => {
      expect(await findingsIn(object('v1', 'ConfigMap', 'a', { metadata: { namespace } }))).toEqual(
        [],
      );
    },
  );

  test('that Helm makes are there', async () => {
    const made = release('web', { targetNamespace: 'new', install: { createNamespace: true } });
    expect(await findingsIn(`${inNew('a')}${made}\n${source}`)).toEqual([]);
  });
});

describe('roles and accounts of bindings', () => {
  const binding = (roleRef: object, subjects: readonly object[] = [], kind = 'RoleBinding') =>
    object('rbac.authorization.k8s.io/v1', kind, 'web', { roleRef, subjects });

  test.each([
    ['of every cluster', { kind: 'ClusterRole', name: 'view' }, []],
    ['of the system', { kind: 'ClusterRole', name: 'system:node' }, []],
    ['of Flux', { kind: 'ClusterRole', name: 'crd-controller-flux-system' }, []],
    ['that nothing defines', { kind: 'ClusterRole', name: 'viewer' }, ['missing-role']],
    [
      'of every cluster, asked for in the namespace',
      { kind: 'Role', name: 'view' },
      ['missing-role'],
    ],
  ])('a role %s', async (_, roleRef, expected) => {
    expect(await codes(binding(roleRef))).toEqual(expected);
  });

  test('a role of another namespace is none', async () => {
    const role = object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
      metadata: { namespace: 'flux-system' },
    });
    const found = await findingsIn(binding({ kind: 'Role', name: 'reader' }) + role);
    expect(found).toEqual(['missing-role RoleBinding demo/web roleRef.name']);
  });

  test.each([
    [
      'that every namespace has',
      { kind: 'ServiceAccount', name: 'default', namespace: 'demo' },
      [],
    ],
    ['of the system', { kind: 'ServiceAccount', name: 'x', namespace: 'kube-system' }, []],
    ['of Flux', { kind: 'ServiceAccount', name: 'helm-controller', namespace: 'flux-system' }, []],
    [
      'that nothing defines',
      { kind: 'ServiceAccount', name: 'web', namespace: 'demo' },
      ['missing-subject'],
    ],
    ['that is a person', { kind: 'User', name: 'jane' }, []],
  ])('an account %s', async (_, account, expected) => {
    const text = binding({ kind: 'ClusterRole', name: 'view' }, [account]);
    expect(await codes(text)).toEqual(expected);
  });
});

describe('certificates', () => {
  const ingress = (annotations?: object) =>
    object('networking.k8s.io/v1', 'Ingress', 'web', {
      metadata: annotations && { annotations },
      spec: { tls: [{ secretName: 'web-tls' }] },
    });
  const gateway = (ref: object, annotations?: object) =>
    object('gateway.networking.k8s.io/v1', 'Gateway', 'web', {
      metadata: annotations && { annotations },
      spec: { listeners: [{ name: 'https', tls: { certificateRefs: [ref] } }] },
    });
  const certificate = (namespace: string, spec: object = {}) =>
    object('cert-manager.io/v1', 'Certificate', 'x', {
      metadata: { namespace },
      spec: { secretName: 'web-tls', issuerRef: { group: 'acme.example', name: 'x' }, ...spec },
    });
  const issued = { 'kubernetes.io/tls-acme': 'true' };
  const copied = {
    secretTemplate: {
      annotations: { 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled': 'true' },
    },
  };

  test.each([
    ['of an Ingress', ingress(), ['missing-certificate']],
    ['of an Ingress that asks for it', ingress(issued), []],
    ['of an Ingress, by a Certificate', ingress() + certificate('demo'), []],
    ['of an Ingress, elsewhere', ingress() + certificate('flux-system'), ['missing-certificate']],
    ['of an Ingress, copied from elsewhere', ingress() + certificate('flux-system', copied), []],
    ['of a Gateway', gateway({ name: 'web-tls' }), ['missing-certificate']],
    ['of a Gateway that asks for it', gateway({ name: 'web-tls' }, issued), []],
    [
      'of a Gateway, elsewhere',
      gateway({ name: 'web-tls', namespace: 'flux-system' }) + certificate('flux-system'),
      [],
    ],
    ['of a Gateway that is no Secret', gateway({ kind: 'Vault', name: 'web-tls' }), []],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });

  test('make no Service of what an Ingress leads to', async () => {
    const leading = object('networking.k8s.io/v1', 'Ingress', 'web', {
      metadata: { annotations: issued },
      spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
    });
    expect(await codes(leading)).toEqual(['missing-backend']);
  });
});

describe('Secrets to pull images with', () => {
  const account = object('v1', 'ServiceAccount', 'web', { imagePullSecrets: [{ name: 'ghcr' }] });
  const pod = deployment({}, { imagePullSecrets: [{ name: 'ghcr' }] });
  const secret = object('v1', 'Secret', 'ghcr', { data: { '.dockerconfigjson': 'e30=' } });

  test.each([
    ['of a pod', pod, ['missing-pull-secret']],
    ['of an account', account, ['missing-pull-secret']],
    ['that are there', account + pod + secret, []],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });
});

describe('classes', () => {
  const [core, net] = ['scheduling.k8s.io/v1', 'networking.k8s.io/v1'];
  const ingress = object(net, 'Ingress', 'web', { spec: { ingressClassName: 'inside' } });
  const gateway = (gatewayClassName: string) =>
    object('gateway.networking.k8s.io/v1', 'Gateway', 'web', { spec: { gatewayClassName } });
  const gatewayClass = clusterObject('gateway.networking.k8s.io/v1', 'GatewayClass', 'envoy');
  const priority = (priorityClassName: string) => deployment({}, { priorityClassName });
  const priorities = clusterObject(core, 'PriorityClass', 'high', { value: 1 });

  test.each([
    ['of an Ingress', ingress + clusterObject(net, 'IngressClass', 'outside'), ['missing-class']],
    ['of an Ingress, where the tree has none', ingress, []],
    ['of a Gateway', gateway('envoi') + gatewayClass, ['missing-class']],
    ['of a Gateway of Istio', gateway('istio') + gatewayClass, []],
    ['of a pod, its priority', priority('hihg') + priorities, ['missing-class']],
    ['of a pod, a priority of the system', priority('system-node-critical') + priorities, []],
    [
      'of a pod, its runtime',
      deployment({}, { runtimeClassName: 'gvisor' }) +
        clusterObject('node.k8s.io/v1', 'RuntimeClass', 'kata', { handler: 'kata' }),
      ['missing-class'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });
});

describe('values and variables', () => {
  const from = (kind: string, more: object = {}) => [{ kind, name: 'vars', ...more }];
  const made = (namespace: string) =>
    object('external-secrets.io/v1', 'ExternalSecret', 'vars', {
      metadata: { namespace },
      spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' } },
    }) + store;
  const releasing = (valuesFrom: readonly object[], more = '') =>
    `${release('web', { valuesFrom })}${more}\n${source}`;
  const applying = (spec: object, more = '') =>
    file('clusters/home/shop.yaml', kustomization('shop', spec), more) +
    file('shop/a.yaml', object('v1', 'ConfigMap', 'shop', { data: { a: '${A}' } }));
  const varying = (substituteFrom: readonly object[], more = '') =>
    applying({ postBuild: { substituteFrom } }, more);

  test.each([
    ['of a release, a ConfigMap', releasing(from('ConfigMap')), ['missing-values']],
    ['of a release, a Secret', releasing(from('Secret')), ['missing-credentials']],
    ['of a release, without need', releasing(from('Secret', { optional: true })), []],
    [
      'of a release, an ExternalSecret',
      releasing(from('Secret'), made('demo')),
      ['unknown-values'],
    ],
    ['of a Kustomization, a ConfigMap', varying(from('ConfigMap')), ['missing-values']],
    ['of a Kustomization, a Secret', varying(from('Secret')), ['missing-credentials']],
    [
      'of a Kustomization, an ExternalSecret',
      varying(from('Secret'), made('flux-system')),
      ['sealed-object'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });

  const other = (spec: object) =>
    file('clusters/home/other.yaml', kustomization('other', spec)) +
    file('other/a.yaml', object('v1', 'ConfigMap', 'other', { data: { a: '${A}' } }));

  test('of two that wait are both told', async () => {
    const waiting = other({ postBuild: { substituteFrom: from('ConfigMap') } });
    const found = await codes(varying(from('ConfigMap')) + waiting);
    expect(found).toEqual(['missing-values', 'missing-values']);
  });

  test('may come from what is waited for', async () => {
    const substituteFrom = [{ kind: 'ConfigMap', name: 'other' }];
    const waiting = other({ dependsOn: [{ name: 'shop' }], postBuild: { substituteFrom } });
    const found = await codes(varying(from('ConfigMap')) + waiting);
    expect(found).toEqual(['missing-values', 'blocked-kustomization']);
  });

  test.each([
    [
      'to another cluster',
      { kubeConfig: { secretRef: { name: 'away' } } },
      ['missing-credentials'],
    ],
    ['to decrypt', { decryption: { provider: 'sops', secretRef: { name: 'age' } } }, []],
  ])('a key %s', async (_, spec, expected) => {
    const found = await codes(applying(spec));
    expect(found.filter((code) => code === 'missing-credentials')).toEqual(expected);
  });
});
