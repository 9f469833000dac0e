import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareApplyOrder,
  formatObject,
  groupOf,
  type ObjectId,
  objectId,
  scopeOf,
  systemNamespaces,
} from '../../lib/kubernetes/index.ts';

describe('the scope of a kind', () => {
  test.each([
    ['apps/v1', 'Deployment', 'namespaced'],
    ['v1', 'Secret', 'namespaced'],
    ['v1', 'Namespace', 'cluster'],
    ['v1', 'PersistentVolume', 'cluster'],
    ['v1', 'PersistentVolumeClaim', 'namespaced'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'namespaced'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'cluster'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'cluster'],
    ['storage.k8s.io/v1', 'StorageClass', 'cluster'],
    ['networking.k8s.io/v1', 'IngressClass', 'cluster'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'namespaced'],
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'cluster'],
    ['cert-manager.io/v1', 'ClusterIssuer', 'cluster'],
    ['gateway.networking.k8s.io/v1', 'GatewayClass', 'cluster'],
    ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'namespaced'],
    ['source.toolkit.fluxcd.io/v1', 'GitRepository', 'namespaced'],
    ['fluxcd.controlplane.io/v1', 'FluxInstance', 'namespaced'],
  ])('of %s %s is %s', (apiVersion, kind, scope) => {
    expect(scopeOf(apiVersion, kind)).toBe(scope);
  });

  test.each([
    ['example.org/v1', 'Widget'],
    ['example.org/v1', 'Namespace'],
    ['apps/v1', 'Namespace'],
    ['serving.knative.dev/v1', 'Service'],
    ['toolkit.fluxcd.io.example.org/v1', 'Kustomization'],
  ])('of %s %s only a CRD knows', (apiVersion, kind) => {
    expect(scopeOf(apiVersion, kind)).toBe('unknown');
  });

  test('does not depend on the version', () => {
    expect(scopeOf('autoscaling/v1', 'HorizontalPodAutoscaler')).toBe('namespaced');
    expect(scopeOf('autoscaling/v2', 'HorizontalPodAutoscaler')).toBe('namespaced');
  });
});

/** An id in a few words: kind, and where needed group, namespace and name. */
function id(kind: string, group = '', namespace = '', name = 'a'): ObjectId {
  return { group, kind, namespace, name };
}

describe('the order in which Flux applies', () => {
  // ReconcileOrder of fluxcd/pkg ssa v0.76.2, sort.go, with two kinds that it does not name.
  const kinds = [
    ...['CustomResourceDefinition', 'Namespace', 'ClusterRole', 'ClusterClass', 'RuntimeClass'],
    ...['PriorityClass', 'StorageClass', 'VolumeSnapshotClass', 'IngressClass', 'GatewayClass'],
    ...[
      'ClusterRoleBinding',
      'ResourceQuota',
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'ConfigMap',
    ],
    ...['Secret', 'Service', 'LimitRange', 'Deployment', 'StatefulSet', 'CronJob'],
    ...['PodDisruptionBudget', 'Ingress', 'Widget', 'MutatingWebhookConfiguration'],
    'ValidatingWebhookConfiguration',
  ];

  test('goes by kind', () => {
    const ids = kinds.map((kind) => id(kind)).reverse();
    expect(ids.sort(compareApplyOrder).map(({ kind }) => kind)).toEqual(kinds);
  });

  test('of other kinds goes by group, then by kind', () => {
    const ids = [id('A', 'b'), id('B', 'a'), id('C'), id('A', 'a')];
    const sorted = [id('C'), id('A', 'a'), id('B', 'a'), id('A', 'b')];
    expect(ids.sort(compareApplyOrder)).toEqual(sorted);
  });

  test('of one kind goes by namespace, then by name', () => {
    const ids = [id('A', '', 'b', 'a'), id('A', '', 'a', 'b'), id('A', '', 'a', 'a'), id('A')];
    expect(
      ids.sort(compareApplyOrder).map(({ namespace, name }) => `${namespace}/${name}`),
    ).toEqual(['/a', 'a/a', 'a/b', 'b/a']);
  });

  test('is the same from whatever order it starts', () => {
    const part = fc.constantFrom('', 'a', 'b');
    const ids = fc.uniqueArray(
      fc.record({ group: part, kind: fc.constantFrom(...kinds), namespace: part, name: part }),
      { selector: (each) => JSON.stringify(each), maxLength: 12 },
    );
    fc.assert(
      fc.property(ids, (given) => {
        const backwards = [...given].reverse().sort(compareApplyOrder);
        expect([...given].sort(compareApplyOrder)).toEqual(backwards);
      }),
      { seed: 1 },
    );
  });
});

describe('an object', () => {
  test.each([
    ['v1', ''],
    ['apps/v1', 'apps'],
    ['kustomize.toolkit.fluxcd.io/v1', 'kustomize.toolkit.fluxcd.io'],
  ])('of %s is of the group %j', (apiVersion, group) => {
    expect(groupOf(apiVersion)).toBe(group);
  });

  test('is the same whatever its version', () => {
    const metadata = { name: 'web', namespace: 'demo' };
    const ids = ['v1', 'v2'].map((version) =>
      objectId({ apiVersion: `autoscaling/${version}`, kind: 'HorizontalPodAutoscaler', metadata }),
    );
    const expected = { group: 'autoscaling', kind: 'HorizontalPodAutoscaler', ...metadata };
    expect(ids).toEqual([expected, expected]);
  });

  test('is written with its namespace where it has one', () => {
    expect(formatObject(id('Deployment', 'apps', 'demo', 'web'))).toBe('Deployment demo/web');
    expect(formatObject(id('ClusterRole', 'rbac', '', 'admin'))).toBe('ClusterRole admin');
  });
});

test('the API server makes four namespaces by itself', () => {
  const expected = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
  expect([...systemNamespaces].sort()).toEqual(expected);
});
