import { describe, expect, test } from 'vitest';
import { emitYaml, type JsonObject, type Manifest } from '../../../lib/kubernetes/index.ts';
import { buildResourceSet } from '../../../lib/reconcile/resource-set/build.ts';

const kind = 'ResourceSet';
const apiVersion = 'fluxcd.controlplane.io/v1';

function resourceSet(spec: JsonObject): Manifest {
  return { apiVersion, kind, metadata: { name: 'apps', namespace: 'demo' }, spec };
}

function provider(name: string, spec: JsonObject, labels: Record<string, string> = {}): Manifest {
  const metadata = { name, namespace: 'demo', labels };
  return { apiVersion, kind: 'ResourceSetInputProvider', metadata, spec };
}

function configMap(name: string, data: JsonObject = {}, annotations: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data };
}

/** The names of what is built, or why nothing is. */
function namesOf(spec: JsonObject, providers: readonly Manifest[] = []): unknown {
  const built = buildResourceSet(resourceSet(spec), providers);
  return 'objects' in built ? built.objects.map(({ metadata }) => metadata.name) : built;
}

function objectsOf(spec: JsonObject, providers: readonly Manifest[] = []): readonly Manifest[] {
  const built = buildResourceSet(resourceSet(spec), providers);
  return 'objects' in built ? built.objects : [];
}

const tenant = configMap('<< inputs.tenant >>');

test('each resource is made once for each input', () => {
  const inputs = [{ tenant: 'a' }, { tenant: 'b' }];
  expect(namesOf({ inputs, resources: [tenant, configMap('<< inputs.tenant >>-x')] })).toEqual([
    ...['a', 'b', 'a-x', 'b-x'],
  ]);
});

test('without inputs, each is made once', () => {
  expect(namesOf({ resources: [configMap('a')] })).toEqual(['a']);
});

test('equal objects are made once, and those of the template come last', () => {
  const inputs = [{ tenant: 'a' }, { tenant: 'a' }];
  const resourcesTemplate = `${emitYaml(tenant)}---\n${emitYaml(configMap('z'))}`;
  expect(namesOf({ inputs, resources: [tenant], resourcesTemplate })).toEqual(['a', 'z']);
});

test('an object that disables its reconciliation is left out', () => {
  const annotations = { 'fluxcd.controlplane.io/reconcile': '<< inputs.state >>' };
  const inputs = [
    { tenant: 'a', state: 'disabled' },
    { tenant: 'b', state: 'enabled' },
  ];
  expect(
    namesOf({ inputs, resources: [configMap('<< inputs.tenant >>', {}, annotations)] }),
  ).toEqual(['b']);
});

test('objects get the labels of their owner and the common metadata', () => {
  const commonMetadata = { labels: { team: 'x' }, annotations: { note: 'y' } };
  const [object] = objectsOf({ resources: [configMap('a')], commonMetadata });
  expect(object?.metadata).toEqual({
    name: 'a',
    labels: {
      'resourceset.fluxcd.controlplane.io/name': 'apps',
      'resourceset.fluxcd.controlplane.io/namespace': 'demo',
      team: 'x',
    },
    annotations: { note: 'y' },
  });
});

test('a number stays one, and a quoted one stays text', () => {
  const data = { plain: '<< inputs.count >>', quoted: '<< inputs.count | quote >>' };
  const [object] = objectsOf({ inputs: [{ count: 3 }], resources: [configMap('a', data)] });
  expect(object?.['data']).toEqual({ plain: 3, quoted: '3' });
});

test('steps follow each other, and share no object', () => {
  const step = (name: string, ...names: string[]) => ({
    name,
    resources: names.map((each) => configMap(each)),
  });
  expect(namesOf({ steps: [step('one', 'b'), step('two', 'a')] })).toEqual(['b', 'a']);
  expect(namesOf({ steps: [step('one', 'a'), step('two', 'a')] })).toHaveProperty('problem');
});

test('an input that is missing fails', () => {
  const problem = 'map has no entry for key "tenant"';
  expect(namesOf({ inputs: [{}], resources: [tenant] })).toEqual({ problem });
});

test('what the operator completes from the cluster is named', () => {
  const annotations = { 'fluxcd.controlplane.io/copyFrom': 'flux-system/ca' };
  const built = buildResourceSet(resourceSet({ resources: [configMap('a', {}, annotations)] }), []);
  expect(built).toHaveProperty('incomplete', [
    {
      object: { group: '', kind: 'ConfigMap', namespace: '', name: 'a' },
      annotation: 'fluxcd.controlplane.io/copyFrom',
    },
  ]);
});

describe('inputs of providers', () => {
  const stable = provider(
    'stable',
    { type: 'Static', defaultValues: { tenant: 's' } },
    { tier: 'x' },
  );
  const edge = provider('edge', { type: 'Static', defaultValues: { tenant: 'e' } }, { tier: 'y' });
  const remote = provider('remote', { type: 'GitHubBranch' });

  test('follow those of the set itself, in the order of names', () => {
    const inputsFrom = [{ name: 'stable' }, { name: 'edge' }];
    const spec = { inputs: [{ tenant: 'a' }], inputsFrom, resources: [tenant] };
    expect(namesOf(spec, [stable, edge])).toEqual(['a', 'e', 's']);
  });

  test.each([
    [{ matchLabels: { tier: 'x' } }, ['s']],
    [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['y'] }] }, ['e']],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['y'] }] }, ['s']],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, ['e', 's']],
    [{ matchLabels: { tier: 'z' } }, []],
  ])('are selected by %j', (selector, expected) => {
    const spec = { inputsFrom: [{ selector }], resources: [tenant] };
    expect(namesOf(spec, [stable, edge])).toEqual(expected);
  });

  test('are permuted, each under the name of its provider', () => {
    const name = '<< inputs.apps.tenant >>-<< inputs.stable.tenant >>-<< inputs.id >>';
    const spec = {
      inputs: [{ tenant: 'a' }, { tenant: 'b' }],
      inputsFrom: [{ name: 'stable' }],
      inputStrategy: { name: 'Permute' },
      resources: [configMap(name)],
    };
    // Adler-32 of apps=0/stable=0 and apps=1/stable=0.
    expect(namesOf(spec, [stable])).toEqual(['a-s-731186489', 'b-s-731841850']);
  });

  test('say where they are from', () => {
    const resources = [configMap('<< inputs.provider.kind | lower >>-<< inputs.provider.name >>')];
    expect(namesOf({ inputs: [{}], resources })).toEqual(['resourceset-apps']);
  });

  test('that come from elsewhere are opaque', () => {
    const spec = { inputsFrom: [{ name: 'remote' }], resources: [tenant] };
    expect(namesOf(spec, [remote])).toEqual({ opaque: 'its inputs come from GitHubBranch' });
  });

  test('have an id that only the cluster knows', () => {
    const spec = { inputsFrom: [{ name: 'edge' }], resources: [configMap('<< inputs.id >>')] };
    expect(namesOf(spec, [edge])).toHaveProperty('opaque');
  });

  test('that are not there are a problem', () => {
    const spec = { inputsFrom: [{ name: 'missing' }], resources: [tenant] };
    expect(namesOf(spec)).toEqual({ problem: 'failed to get provider missing' });
  });
});

test.each([
  ['<< randInt 1 2 >>', 'opaque'],
  ['<< now >>', 'problem'],
  ['<< upper 1 >>', 'problem'],
  ['a: b: c', 'problem'],
  ['a: b', 'problem'],
])('the template %j is %s', (resourcesTemplate, result) => {
  expect(namesOf({ resourcesTemplate })).toHaveProperty(result);
});

test('what is no object is left out of a template, and lists are expanded', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [configMap('a'), configMap('b')] };
  const config = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name: 'x' },
  };
  const unnamed = { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} };
  const documents = ['', emitYaml(list), emitYaml(config), emitYaml(unnamed)];
  expect(namesOf({ resourcesTemplate: documents.join('---\n') })).toEqual(['a', 'b']);
});
