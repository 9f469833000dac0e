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
import { findingsIn, validated } from '../support.ts';

const settings = (name: string, fields: object = {}) => object('v1', 'ConfigMap', name, fields);
const codes = async (text: string) => (await findingsIn(text)).map((each) => each.split(' ')[0]);

describe('an object in two Kustomizations', () => {
  const shared = (annotations?: object) =>
    file('clusters/home/other.yaml', kustomization('other')) +
    file('other/a.yaml', settings('settings', annotations && { metadata: { annotations } }));

  test('is a hazard', async () => {
    expect(await codes(shared())).toEqual(['shared-object']);
  });

  test('is none where one of them leaves it alone', async () => {
    expect(await codes(shared({ 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' }))).toEqual(
      [],
    );
  });

  test.each(['Merge', 'IfNotPresent', 'Ignore'])('is none under ssa: %s', async (ssa) => {
    expect(await codes(shared({ 'kustomize.toolkit.fluxcd.io/ssa': ssa }))).toEqual([]);
  });
});

describe('a dependency', () => {
  const depending = (spec: object, dependency: object = {}, objects = deployment()) =>
    file('clusters/home/infra.yaml', kustomization('infra', spec)) +
    file('infra/a.yaml', objects) +
    file(
      'clusters/home/shop.yaml',
      kustomization('shop', { dependsOn: [{ name: 'infra', ...dependency }] }),
    ) +
    file('shop/a.yaml', settings('shop'));
  const check = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'demo' };

  test.each([
    ['with nothing', depending({}), ['unproven-dependency']],
    ['with wait', depending({ wait: true }), []],
    ['with healthChecks', depending({ healthChecks: [check] }), []],
    ['by an expression', depending({}, { readyExpr: 'true' }), []],
    ['of settings only', depending({}, {}, settings('a')), []],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });
});

describe('a Kustomization that prunes', () => {
  const tenant = (spec: object, objects: string, namespace = 'demo') =>
    file(
      'clusters/home/tenant.yaml',
      kustomization('tenant', spec).replace('"flux-system"}\n', `"${namespace}"}\n`),
    ) + file('tenant/a.yaml', objects);
  const itself = clusterObject('v1', 'Namespace', 'own');
  const own = {
    sourceRef: { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' },
  };
  const makes = file('clusters/home/own.yaml', settings('x'));

  test.each([
    ['its own namespace', tenant(own, itself, 'own'), ['self-pruning']],
    ['another namespace', tenant(own, itself), []],
    ['its own namespace, without pruning', tenant({ ...own, prune: false }, itself, 'own'), []],
  ])('applies %s', async (_, text, expected) => {
    expect((await codes(text + makes)).filter((code) => code === 'self-pruning')).toEqual(expected);
  });

  const key = (fields: object = {}) =>
    object('v1', 'Secret', 'age', {
      data: { a: 'YQ==' },
      metadata: { namespace: 'flux-system', ...fields },
    });
  const decrypting = { decryption: { provider: 'sops', secretRef: { name: 'age' } } };
  const kept = { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } };
  const repository = object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'own', {
    metadata: { namespace: 'flux-system' },
    spec: { interval: '1h', url: 'https://github.com/example/manifests', ref: { branch: 'main' } },
  });

  test.each([
    ['its own key', tenant(decrypting, key(), 'flux-system'), ['self-pruning']],
    ['its own key, which is kept', tenant(decrypting, key(kept), 'flux-system'), []],
    ['the key of another', tenant({}, key(), 'flux-system'), []],
    ['a source that is not its own', tenant({}, repository, 'flux-system'), []],
  ])('applies %s', async (_, text, expected) => {
    expect((await codes(text)).filter((code) => code === 'self-pruning')).toEqual(expected);
  });

  test('may be the root that applies itself and its source', async () => {
    const root = file(
      'clusters/home/root.yaml',
      kustomization('flux-system', { path: './clusters/home' }),
    );
    expect(await codes(root + source)).toEqual([]);
  });
});

describe('substitution', () => {
  const substituting = (data: object, substitute: object, more: object = {}) =>
    file('clusters/home/shop.yaml', kustomization('shop', { postBuild: { substitute } })) +
    file('shop/a.yaml', settings('shop', { data, ...more }));
  const vars = { A: 'a', N: '7', quote: '"' };

  test.each([
    ['of $${', { a: '${A} $${X}' }, []],
    ['of four dollars', { a: '${A} $$$$' }, []],
    ['of a shell', { a: '${A} echo $$' }, ['halved-dollar']],
    ['of a shell, in a path', { a: '${A} > /tmp/$$.pid' }, ['halved-dollar']],
    ['of Kubernetes', { a: '${A} $$(date)' }, ['halved-dollar']],
    ['of a group', { a: '${A} $$1' }, []],
    ['of the end of an expression', { a: '${A} ^(.*)$$' }, []],
    ['of one dollar', { a: '${A} costs 5$' }, []],
  ])('%s', async (_, data, expected) => {
    expect(await codes(substituting(data, vars))).toEqual(expected);
  });

  test.each([
    ['without a value', '${A} ${B}', ['substitution-failed']],
    ['with a hyphen', '${A} ${a-b}', ['substitution-failed']],
    ['of an array', '${A} ${LIST[@]}', ['substitution-failed']],
    ['of a template', '${A} ${{ x }}', ['substitution-failed']],
    ['that is escaped', '${A} $${B} $${LIST[@]}', []],
    ['with a default', '${A} ${B:=b}', []],
  ])('of an expression %s', async (_, a, expected) => {
    expect(await codes(substituting({ a }, vars))).toEqual(expected);
  });

  test('touches nothing that opts out', async () => {
    const metadata = { annotations: { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' } };
    expect(await codes(substituting({ a: 'echo $$' }, vars, { metadata }))).toEqual([]);
  });

  test.each([
    ['digits', '${N}', ['number-from-variable']],
    ['digits in text', 'no ${N}', []],
    ['letters', '${A}', []],
    ['quoted digits', '${quote}${N}${quote}', []],
  ])('of a value of %s', async (_, a, expected) => {
    expect(await codes(substituting({ a }, vars))).toEqual(expected);
  });

  test('of a number in the environment of a container', async () => {
    const text =
      file('clusters/home/shop.yaml', kustomization('shop', { postBuild: { substitute: vars } })) +
      file('shop/a.yaml', deployment({ env: [{ name: 'PORT', value: '${N}' }], ports: [] }));
    expect(await codes(text)).toEqual(['number-from-variable']);
  });

  test('without a value leaves expressions as they are', async () => {
    expect(await codes(substituting({ a: '${A}' }, {}))).toEqual(['unsubstituted-variable']);
    expect(await codes(substituting({ a: '$${A}' }, {}))).toEqual([]);
  });
});

describe('markers of images', () => {
  const policy =
    object('image.toolkit.fluxcd.io/v1', 'ImagePolicy', 'web', {
      spec: { imageRepositoryRef: { name: 'web' } },
    }) + object('image.toolkit.fluxcd.io/v1', 'ImageRepository', 'web', { spec: { image: 'x' } });
  const marked = (line: string, marker: string) =>
    `apiVersion: acme.example/v1\nkind: Web\nmetadata:\n  name: web\n  namespace: demo\nspec:\n  ${line} # {"$imagepolicy": "${marker}"}\n${policy}`;

  test.each([
    ['image: a/b:1', 'demo:web', []],
    ['image: a/b@sha256:0', 'demo:web', []],
    ['image: a/b', 'demo:web', []],
    ['image: a/b:1', 'demo:web:tag', ['misplaced-marker']],
    ['tag: 1.0.0', 'demo:web:tag', []],
    ['tag: 1.0.0', 'demo:web', ['misplaced-marker']],
    ['repository: a/b', 'demo:web:name', []],
    ['tag: 1.0.0', 'demo:wbe:tag', ['missing-image-policy']],
  ])('%s # %s', async (line, marker, expected) => {
    expect(await codes(marked(line, marker))).toEqual(expected);
  });

  test('are found in the kustomization.yaml beside the objects, on their line', async () => {
    const list = `# demo/kustomization.yaml\nresources:\n  - settings.yaml # {"$imagepolicy": "demo:none"}\n`;
    const { findings } = await validated(list, { practice: 'none' });
    const [found] = findings.filter(({ code }) => code === 'missing-image-policy');
    expect(found?.location).toMatchObject({ file: 'demo/kustomization.yaml', line: 2 });
  });
});

describe('the CRDs of a chart', () => {
  const crd = clusterObject(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'widgets.acme.example',
    {
      spec: { group: 'acme.example', names: { kind: 'Widget' }, scope: 'Namespaced', versions: [] },
    },
  );
  const install = (crds: string) => ({ install: { crds }, upgrade: { crds } });
  const releasing = (spec: object, ...more: readonly string[]) =>
    file('demo/release.yaml', release('web', spec)) + source + more.join('');
  const inFolder = file('charts/web/crds/a.yaml', crd);
  const inTemplates = file('charts/web/templates/a.yaml', crd);
  const applied = file('clusters/home/crds.yaml', crd);

  test.each([
    ['in crds/ alone', releasing(install('CreateReplace'), inFolder), []],
    ['in both', releasing(install('Create'), inFolder, inTemplates), ['crds-from-two']],
    ['in both, one skipped', releasing(install('Skip'), inFolder, inTemplates), []],
    [
      'also applied, and replaced',
      releasing(install('CreateReplace'), inFolder, applied),
      ['crds-from-two'],
    ],
    ['also applied, and only created', releasing(install('Create'), inFolder, applied), []],
    ['also applied, and templates', releasing({}, inTemplates, applied), ['crds-from-two']],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });

  const widget = file('demo/widget.yaml', object('acme.example/v1', 'Widget', 'first'));

  test.each([
    ['in crds/', releasing({}, inFolder, widget), ['early-custom-resource']],
    ['among its templates', releasing({}, inTemplates, widget), ['early-custom-resource']],
    ['also applied before', releasing({}, inFolder, applied, widget), []],
  ])('are too late for a custom resource beside it: %s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });
});

describe('under lockdown', () => {
  const locked = object('fluxcd.controlplane.io/v1', 'FluxInstance', 'flux', {
    metadata: { namespace: 'flux-system' },
    spec: { cluster: { multitenant: true } },
  });
  const controller = object('apps/v1', 'Deployment', 'kustomize-controller', {
    metadata: { namespace: 'flux-system' },
    spec: {
      template: {
        spec: { containers: [{ name: 'manager', args: ['--no-cross-namespace-refs=true'] }] },
      },
    },
  });
  const repository = file(
    'clusters/home/x.yaml',
    object('source.toolkit.fluxcd.io/v1', 'GitRepository', 'x', {
      metadata: { namespace: 'flux-system' },
      spec: { interval: '1h', url: 'https://example.org' },
    }),
  );
  const crossing =
    object('source.toolkit.fluxcd.io/v1', 'HelmChart', 'x', { spec: {} }) +
    object('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', 'all', {
      spec: {
        interval: '1h',
        sourceRef: { kind: 'GitRepository', name: 'x', namespace: 'flux-system' },
      },
    });

  test.each([
    ['a FluxInstance', locked, ['crossed-namespace']],
    ['a flag of the controllers', controller, ['crossed-namespace']],
    ['nothing', '', []],
  ])('by %s, other namespaces are out of reach', async (_, lock, expected) => {
    expect(await codes(`${crossing}${lock}\n${repository}`)).toEqual(expected);
  });
});

describe('intervals', () => {
  const every = (interval: string, count: number) =>
    file('clusters/home/shop.yaml', kustomization('shop', { interval })) +
    file('shop/a.yaml', ...Array.from({ length: count }, (_, index) => settings(`s${index}`)));

  test.each([
    ['1s', 30, 1],
    ['4s', 30, 0],
    ['1h', 300, 0],
  ])('of %s for %i objects', async (interval, count, expected) => {
    const found = await findingsIn(every(interval, count));
    expect(found.filter((each) => each.startsWith('short-interval'))).toHaveLength(expected);
  });

  test('are told with the sum', async () => {
    const { findings } = await validated(every('1s', 30), { practice: 'none' });
    expect(findings[0]?.message).toBe(
      '30 objects every 1s are 60 of the 60 requests a second that all Kustomizations make, where Flux allows itself 50',
    );
  });
});
