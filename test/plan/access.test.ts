import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import { claim, configMap, kustomization as k, object, planned } from './support.ts';

const data = claim('data');

describe('a Kustomization that applies to another cluster than before', () => {
  const to = (target: string, objects: Manifest[], spec = {}) => ({
    ...k('a', objects, { kubeConfig: { secretRef: { name: target } }, ...spec }),
    target: `flux-system/${target}`,
  });

  test('leaves in the old one what it still applies, and prunes by its old spec at most', () => {
    expect(planned([to('east', [configMap('c'), data])], [to('west', [configMap('c')])])).toEqual([
      'created ConfigMap c',
      'deleted? PersistentVolumeClaim data (changed-cluster)',
      'orphaned ConfigMap c (changed-cluster)',
    ]);
  });

  test('deletes nothing there if it never prunes', () => {
    const spec = { prune: false };
    expect(planned([to('east', [data], spec)], [to('west', [], spec)])).toEqual([
      'orphaned PersistentVolumeClaim data (changed-cluster)',
    ]);
  });
});

describe('a removed Kustomization', () => {
  const account = { metadata: { namespace: 'flux-system' } };
  const access = [
    k('access', [object('v1', 'ServiceAccount', 'deployer', account)]),
    k('access', []),
  ];

  test('may not prune if its account goes in the same commit', () => {
    const a = k('a', [data], { serviceAccountName: 'deployer' });
    expect(planned([...access.slice(0, 1), a], access.slice(1))).toContain(
      'deleted? PersistentVolumeClaim data (lost-access)',
    );
    expect(planned([...access.slice(0, 1), a], access.slice(0, 1))).toEqual([
      'deleted PersistentVolumeClaim data (removed-owner)',
    ]);
  });

  test('prunes its own account with the rest', () => {
    const own = object('v1', 'ServiceAccount', 'deployer', account);
    const a = k('a', [data, own], { serviceAccountName: 'deployer' });
    expect(planned([a], [])).toContain('deleted PersistentVolumeClaim data (removed-owner)');
  });
});
