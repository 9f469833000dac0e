import { describe, expect, test } from 'vitest';
import { complaints, configMap, kustomization, manifest, stateOf } from './cluster.ts';

describe('an applied object', () => {
  test('carries the labels of its owner, and common metadata over them', async () => {
    const commonMetadata = { labels: { team: 'a' }, annotations: { note: 'b' } };
    const state = await stateOf({
      'entry/app.yaml': kustomization('app', 'app', { commonMetadata }),
      'app/cm.yaml': configMap('demo/app'),
    });
    expect(state.kustomizations[1]?.objects[0]?.manifest.metadata).toEqual({
      name: 'app',
      namespace: 'demo',
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'app',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        team: 'a',
      },
      annotations: { note: 'b' },
    });
  });

  test('names the file that it stands in', async () => {
    const state = await stateOf({ 'entry/cm.yaml': configMap('demo/app') });
    expect(state.kustomizations[0]?.objects[0]?.file).toBe('entry/cm.yaml');
  });

  test('comes after definitions and classes', async () => {
    const state = await stateOf({
      'entry/a.yaml': configMap('demo/a'),
      'entry/b.yaml': manifest('storage.k8s.io/v1', 'StorageClass', 'b'),
      'entry/c.yaml': manifest('v1', 'Namespace', 'demo'),
    });
    const kinds = state.kustomizations[0]?.objects.map(({ id }) => id.kind);
    expect(kinds).toEqual(['Namespace', 'StorageClass', 'ConfigMap']);
  });

  test('loses its namespace where a CRD of the tree says so', async () => {
    const crd =
      'spec: { group: example.org, scope: Cluster, names: { kind: Thing, plural: things } }\n';
    const state = await stateOf({
      'entry/a.yaml': manifest('example.org/v1', 'Thing', 'demo/a'),
      'entry/crd.yaml': manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'c', crd),
    });
    expect(state.kustomizations[0]?.inventory).toContain('_a_example.org_Thing');
  });

  test('without a namespace stops its Kustomization', async () => {
    const state = await stateOf({
      'entry/app.yaml': kustomization('app', 'app'),
      'app/cm.yaml': configMap('app'),
    });
    expect(complaints(state)).toEqual(['missing-namespace ConfigMap app']);
    expect(state.kustomizations[1]).toMatchObject({ status: 'failed', objects: [] });
  });

  test('of ciphertext that nothing decrypts stops its Kustomization', async () => {
    const fields = 'stringData: { a: "ENC[x]" }\nsops: { mac: "ENC[y]" }\n';
    const state = await stateOf({ 'entry/s.yaml': manifest('v1', 'Secret', 'demo/s', fields) });
    expect(complaints(state)).toEqual(['refused-object Secret demo/s']);
  });

  test('of ciphertext that no key opens has placeholders, and nothing else of it', async () => {
    const fields =
      'stringData: { a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]" }\nsops: { mac: "ENC[y]" }\n';
    const decryption = { provider: 'sops' };
    const state = await stateOf({
      'entry/app.yaml': kustomization('app', 'app', { decryption }),
      'app/s.yaml': manifest('v1', 'Secret', 'demo/s', fields),
    });
    expect(complaints(state)).toEqual(['sealed-object Kustomization flux-system/app']);
    const [object] = state.kustomizations[1]?.objects ?? [];
    expect(object?.sealed?.opened).toBe(false);
    expect(object?.manifest['data']).toEqual({ a: Buffer.from('(a)').toString('base64') });
    expect(object?.manifest).not.toHaveProperty('sops');
  });
});
