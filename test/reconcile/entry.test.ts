import { describe, expect, test } from 'vitest';
import { findEntries } from '../../lib/reconcile/index.ts';
import { complaints, configMap, kustomization, manifest, stateOf, statuses } from './cluster.ts';
import { memoryTree } from './memory-tree.ts';

const comment = '# flux bootstrap writes this file.\n';
const repository = manifest(
  'source.toolkit.fluxcd.io/v1',
  'GitRepository',
  'flux-system/flux-system',
  'spec: {url: "https://example.org/fleet"}\n',
);
const sync = (path: string): string => `${repository}---\n${kustomization('flux-system', path)}`;
const home = 'clusters/home/flux-system';

describe('the entry that flux bootstrap wrote', () => {
  test.each([
    ['as it was written', sync('./clusters/home')],
    ['as it was published, with a comment only', comment],
    ['whose path has no folder', sync('./clusters/typo')],
  ])('is the folder that holds flux-system, %s', (_, text) => {
    expect(findEntries(memoryTree({ [`${home}/gotk-sync.yaml`]: text }))).toEqual([
      'clusters/home',
    ]);
  });

  test('is the folder that its Kustomization names, above the one that holds flux-system', () => {
    const tree = memoryTree({ [`${home}/gotk-sync.yaml`]: sync('./clusters') });
    expect(findEntries(tree)).toEqual(['clusters']);
  });

  test('is the folder of the file, where that is called otherwise', () => {
    const tree = memoryTree({ 'home/boot/gotk-sync.yaml': sync('./gone') });
    expect(findEntries(tree)).toEqual(['home/boot']);
  });
});

describe('the root', () => {
  test('applies what stands beside flux-system before that was bootstrapped', async () => {
    const files = {
      [`${home}/kustomization.yaml`]: 'resources: [gotk-sync.yaml]\n',
      'clusters/home/apps.yaml': kustomization('apps', './apps'),
      'clusters/home/kustomization.yaml': 'resources: [apps.yaml]\n',
      'apps/web.yaml': configMap('demo/web'),
    };
    const state = await stateOf(files, { entry: 'clusters/home' });
    expect(statuses(state)).toEqual({ 'flux-system': 'applied', apps: 'applied' });
  });

  test('is an error where it applies nothing', async () => {
    const state = await stateOf({ 'entry/README.md': 'Nothing yet' });
    expect(complaints(state)).toEqual(['entry-not-found Kustomization flux-system/flux-system']);
  });

  test('is what bears its name, also if its path is wrong', async () => {
    const files = {
      [`${home}/gotk-sync.yaml`]: sync('./clusters/typo'),
      'clusters/home/podinfo.yaml': kustomization('podinfo', './'),
    };
    const state = await stateOf(files, { entry: 'clusters/home' });
    expect(statuses(state)).toEqual({ 'flux-system': 'failed' });
    expect(complaints(state)).toEqual(['missing-path Kustomization flux-system/flux-system']);
  });

  test('is found in flux-system where the entry cannot be built, and fails', async () => {
    const files = {
      [`${home}/gotk-sync.yaml`]: sync('./clusters/home'),
      'clusters/home/kustomization.yaml': 'resources: [',
    };
    const { kustomizations } = await stateOf(files, { entry: 'clusters/home' });
    expect(kustomizations).toMatchObject([
      { status: 'failed', manifest: { spec: { path: './clusters/home', interval: '1h' } } },
    ]);
  });

  test('is not what has a source of its own name and a path above the entry', async () => {
    const own = repository.replace('name: flux-system', 'name: podinfo');
    const sourceRef = { kind: 'GitRepository', name: 'podinfo' };
    const state = await stateOf({
      'entry/a.yaml': `${own}---\n${kustomization('podinfo', './', { sourceRef })}`,
      'entry/b.yaml': sync('./entry'),
    });
    expect(state.kustomizations[0]?.id).toBe('flux-system/flux-system');
  });
});
