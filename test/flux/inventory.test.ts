import { expect, test } from 'vitest';
import { inventoryId, parseInventoryId } from '../../lib/flux/index.ts';

const rbac = 'rbac.authorization.k8s.io';

// fluxcd/cli-utils v1.2.3, pkg/object/objmetadata_test.go, and String() of objmetadata.go.
test.each([
  [
    { namespace: '', name: 'test-name', group: 'apps', kind: 'ReplicaSet' },
    '_test-name_apps_ReplicaSet',
  ],
  [
    { namespace: 'test-namespace', name: 'test-name', group: 'apps', kind: 'Deployment' },
    'test-namespace_test-name_apps_Deployment',
  ],
  [
    {
      namespace: 'test-namespace',
      name: 'kubeadm:nodes-kubeadm-config',
      group: rbac,
      kind: 'Role',
    },
    'test-namespace_kubeadm__nodes-kubeadm-config_rbac.authorization.k8s.io_Role',
  ],
  [
    { namespace: 'test-namespace', name: 'system::leader', group: rbac, kind: 'RoleBinding' },
    'test-namespace_system____leader_rbac.authorization.k8s.io_RoleBinding',
  ],
  [
    { namespace: '', name: ':leader:', group: rbac, kind: 'ClusterRole' },
    '___leader___rbac.authorization.k8s.io_ClusterRole',
  ],
  [
    { namespace: '', name: 'a:b', group: rbac, kind: 'ClusterRoleBinding' },
    '_a__b_rbac.authorization.k8s.io_ClusterRoleBinding',
  ],
])('%o is %s, and back', (id, expected) => {
  expect(inventoryId(id)).toBe(expected);
  expect(parseInventoryId(expected)).toEqual(id);
});

test('the core group is empty', () => {
  const id = { namespace: 'demo', name: 'web', group: '', kind: 'Service' };
  expect(inventoryId(id)).toBe('demo_web__Service');
});

test('only RBAC of Kubernetes has its colons written otherwise', () => {
  const id = { namespace: 'demo', name: 'a:b', group: 'example.org', kind: 'Role' };
  expect(inventoryId(id)).toBe('demo_a:b_example.org_Role');
});
