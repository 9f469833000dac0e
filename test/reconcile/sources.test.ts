import { describe, expect, test } from 'vitest';
import { complaints, configMap, kustomization, manifest, stateOf, statuses } from './cluster.ts';
import { memoryTree } from './memory-tree.ts';

const from = (name: string): object => ({ sourceRef: { kind: 'GitRepository', name } });

function repository(name: string, spec: object): string {
  const fields = `spec: ${JSON.stringify({ interval: '1h', ...spec })}\n`;
  return manifest('source.toolkit.fluxcd.io/v1', 'GitRepository', `flux-system/${name}`, fields);
}

const own = { url: 'ssh://git@example.org/acme/fleet', ref: { branch: 'main' } };

describe('the source of a Kustomization', () => {
  test.each([
    ['the same repository at the same branch', own, 'applied'],
    [
      'the same repository in another form',
      { ...own, url: 'git@example.org:acme/fleet.git' },
      'applied',
    ],
    ['the same repository at another branch', { ...own, ref: { branch: 'next' } }, 'opaque'],
    ['the same repository at a tag', { ...own, ref: { tag: 'v1' } }, 'opaque'],
    ['another repository', { ...own, url: 'https://example.org/other' }, 'opaque'],
  ])('that is %s is known as far as it can be', async (_, spec, status) => {
    const state = await stateOf({
      'entry/own.yaml': repository('flux-system', own),
      'entry/other.yaml': repository('other', spec),
      'entry/app.yaml': kustomization('app', 'app', from('other')),
      'app/cm.yaml': configMap('demo/app'),
    });
    expect(statuses(state)['app']).toBe(status);
  });

  test('can be a folder that the caller names', async () => {
    const sources = new Map([['other', memoryTree({ 'x/cm.yaml': configMap('demo/other') })]]);
    const files = { 'entry/app.yaml': kustomization('app', 'x', from('other')) };
    const state = await stateOf(files, { sources });
    expect(state.kustomizations[1]?.inventory).toEqual(['demo_other__ConfigMap']);
  });

  test('that nothing defines is opaque, and does not hold up what waits for it', async () => {
    const state = await stateOf({
      'entry/app.yaml': kustomization('app', 'x', from('other')),
      'entry/after.yaml': kustomization('after', 'x', { dependsOn: [{ name: 'app' }] }),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(statuses(state)).toEqual({ 'flux-system': 'applied', after: 'applied', app: 'opaque' });
    expect(complaints(state)).toEqual(['unknown-source Kustomization flux-system/app']);
  });

  test('is looked through once, however many other sources there are', async () => {
    const tree = memoryTree({
      'entry/a.yaml': `${repository('a', own)}---\n${kustomization('a', 'a')}`,
      'a/b.yaml': `${repository('b', own)}---\n${kustomization('b', 'b')}`,
      'b/c.yaml': configMap('demo/c'),
      'other/c.yaml': configMap('demo/other'),
    });
    const listed: string[] = [];
    const list: typeof tree.list = (folder) => {
      listed.push(folder);
      return tree.list(folder);
    };
    const state = await stateOf({}, { tree: { ...tree, list } });
    expect(statuses(state)).toEqual({ 'flux-system': 'applied', a: 'applied', b: 'applied' });
    expect(listed.filter((folder) => folder === 'other')).toHaveLength(1);
  });

  test('leaves out what its ignore patterns name', async () => {
    const state = await stateOf({
      'entry/own.yaml': repository('flux-system', { ...own, ignore: 'no.yaml' }),
      'entry/app.yaml': kustomization('app', 'app'),
      'app/no.yaml': configMap('demo/no'),
      'app/yes.yaml': configMap('demo/yes'),
    });
    expect(state.kustomizations[1]?.inventory).toEqual(['demo_yes__ConfigMap']);
  });

  test('holds the folders of a sparse checkout only', async () => {
    const spec = { ...own, sparseCheckout: ['entry', './app'] };
    const state = await stateOf({
      'entry/own.yaml': repository('flux-system', spec),
      'entry/app.yaml': kustomization('app', 'app'),
      'entry/more.yaml': kustomization('more', 'more'),
      'app/cm.yaml': configMap('demo/app'),
      'more/cm.yaml': configMap('demo/more'),
    });
    expect(statuses(state)).toMatchObject({ app: 'applied', more: 'failed' });
  });

  test('holds the repositories that it includes', async () => {
    const include = [{ repository: { name: 'other' }, fromPath: 'x', toPath: 'deps/other' }];
    const sources = new Map([['other', memoryTree({ 'x/cm.yaml': configMap('demo/other') })]]);
    const files = {
      'entry/own.yaml': repository('flux-system', { ...own, include }),
      'entry/app.yaml': kustomization('app', 'deps/other'),
    };
    const state = await stateOf(files, { sources });
    expect(state.kustomizations[1]?.inventory).toEqual(['demo_other__ConfigMap']);
  });
});

describe('where Flux begins', () => {
  test('is what flux bootstrap wrote, and applies itself', async () => {
    const state = await stateOf(
      {
        'clusters/a/flux-system/sync.yaml': `${repository('flux-system', own)}---\n${kustomization('flux-system', './clusters/a')}`,
        'clusters/a/cm.yaml': configMap('demo/a'),
      },
      { entry: 'clusters/a/flux-system' },
    );
    expect(state.kustomizations).toHaveLength(1);
    expect(state.kustomizations[0]).toMatchObject({ path: 'clusters/a', parent: undefined });
    expect(state.kustomizations[0]?.inventory).toHaveLength(3);
  });

  test('is what a FluxInstance syncs', async () => {
    const sync = {
      kind: 'GitRepository',
      url: own.url,
      ref: 'refs/heads/main',
      path: 'clusters/a',
    };
    const fields = `spec: ${JSON.stringify({ sync: { ...sync, name: 'fleet' } })}\n`;
    const instance = manifest(
      'fluxcd.controlplane.io/v1',
      'FluxInstance',
      'flux-system/flux',
      fields,
    );
    const state = await stateOf(
      { 'boot/flux.yaml': instance, 'clusters/a/cm.yaml': configMap('demo/a') },
      { entry: 'boot' },
    );
    expect(state.kustomizations).toMatchObject([
      { id: 'flux-system/fleet', path: 'clusters/a', inventory: ['demo_a__ConfigMap'] },
    ]);
  });
});

describe('a ResourceSet', () => {
  const made = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'app-<< inputs.team >>', namespace: 'flux-system' },
    spec: {
      path: './<< inputs.team >>',
      prune: true,
      interval: '1h',
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
    },
  };
  const files = (resources: unknown, annotations = '') => ({
    'entry/set.yaml': manifest(
      'fluxcd.controlplane.io/v1',
      'ResourceSet',
      'flux-system/teams',
      `${annotations}spec: ${JSON.stringify({ inputs: [{ team: 'a' }, { team: 'b' }], resources })}\n`,
    ),
    'a/cm.yaml': configMap('demo/a'),
    'b/cm.yaml': configMap('demo/b'),
  });

  test('is followed to what its operator makes of it', async () => {
    const state = await stateOf(files([made]));
    expect(statuses(state)).toEqual({
      'flux-system': 'applied',
      'app-a': 'applied',
      'app-b': 'applied',
    });
    expect(state.resourceSets).toMatchObject([
      {
        id: 'flux-system/teams',
        owner: 'flux-system/flux-system',
        status: 'applied',
        inventory: [
          'flux-system_app-a_kustomize.toolkit.fluxcd.io_Kustomization',
          'flux-system_app-b_kustomize.toolkit.fluxcd.io_Kustomization',
        ],
      },
    ]);
  });

  test('that is disabled is not followed, and what it would make is known', async () => {
    const disabled = '  annotations: { fluxcd.controlplane.io/reconcile: Disabled }\n';
    const state = await stateOf(files([made], disabled));
    expect(statuses(state)).toEqual({ 'flux-system': 'applied' });
    expect(state.resourceSets).toMatchObject([{ status: 'suspended', inventory: [] }]);
    expect(state.resourceSets[0]?.objects).toHaveLength(2);
    expect(state.diagnostics).toEqual([]);
  });

  test('that cannot be built fails alone', async () => {
    const state = await stateOf(files([{ ...made, kind: '<< inputs.other >>' }]));
    expect(state.resourceSets).toMatchObject([{ status: 'failed', objects: [] }]);
    expect(state.diagnostics).toMatchObject([{ code: 'build-failed' }]);
  });
});
