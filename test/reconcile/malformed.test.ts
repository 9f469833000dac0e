import { describe, expect, test } from 'vitest';
import { kustomization, stateOf } from './cluster.ts';

const files = (spec: object) => ({
  'entry/a.yaml': kustomization('a', './a', spec),
  'entry/b.yaml': kustomization('b', './b'),
  'a/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: x }\n',
  'b/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b, namespace: x }\n',
});

const reconciled = async (spec: object) => {
  const { kustomizations, diagnostics } = await stateOf(files(spec), { entry: 'entry' });
  const statuses = Object.fromEntries(kustomizations.map((each) => [each.id, each.status]));
  return {
    a: statuses['flux-system/a'],
    b: statuses['flux-system/b'],
    said: diagnostics.map(({ code, location }) => `${code} ${location.field ?? ''}`),
  };
};

describe('a Kustomization that the API server would refuse', () => {
  test.each([
    ['dependsOn', [null]],
    ['dependsOn', {}],
    ['dependsOn', [{ name: 1 }]],
    ['healthChecks', {}],
    ['patches', [null]],
    ['patches', {}],
    ['images', [null]],
    ['components', [1]],
    ['path', 1],
    ['sourceRef', 'a'],
    ['postBuild', { substitute: { A: 1 } }],
    ['postBuild', { substituteFrom: {} }],
    ['commonMetadata', { labels: [] }],
    ['kubeConfig', { secretRef: 'a' }],
    ['decryption', []],
    ['targetNamespace', {}],
  ])('says so of %s %j, and ends no other', async (field, value) => {
    expect(await reconciled({ [field]: value })).toEqual({
      a: 'failed',
      b: 'applied',
      said: [`refused-object spec.${field}`],
    });
  });
});

test.each([
  ['kubeConfig', null],
  ['dependsOn', null],
  ['postBuild', { substitute: null }],
])('a field that is null is none: %s %j', async (field, value) => {
  expect(await reconciled({ [field]: value })).toMatchObject({ a: 'applied', b: 'applied' });
});
