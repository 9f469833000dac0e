import { describe, expect, test } from 'vitest';
import { chartsOf } from '../validate/charts.ts';
import { kustomization, manifest, stateOf } from './cluster.ts';

const release = (spec: object) => ({
  'entry/release.yaml': manifest(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    'x/a',
    `spec: ${JSON.stringify(spec)}\n`,
  ),
});

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

test.each([
  { chart: null },
  { chart: { spec: [] } },
  { chartRef: 'a' },
  { chart: { spec: { chart: 'a', sourceRef: [] } } },
  { chartRef: { kind: 'OCIRepository', name: 'a' }, valuesFrom: {} },
  { chartRef: { kind: 'OCIRepository', name: 'a' }, install: [] },
  { chartRef: { kind: 'OCIRepository', name: 'a' }, postRenderers: [null] },
])('a HelmRelease that the API server would refuse says so: %j', async (spec) => {
  const { diagnostics } = await stateOf(release(spec), { entry: 'entry', charts: chartsOf({}) });
  expect(diagnostics.map(({ code }) => code)).toEqual(['chart-failed']);
});

test.each([{ inputs: [null], resources: [null] }, { inputs: {} }, { steps: [null] }])(
  'a ResourceSet that the API server would refuse says so: %j',
  async (spec) => {
    const set = manifest(
      'fluxcd.controlplane.io/v1',
      'ResourceSet',
      'x/a',
      `spec: ${JSON.stringify(spec)}\n`,
    );
    const { diagnostics } = await stateOf({ 'entry/set.yaml': set }, { entry: 'entry' });
    expect(diagnostics.map(({ code }) => code)).toEqual(['build-failed']);
  },
);
