import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskTree } from '../../../lib/io/reconcile/index.ts';
import { reconcile } from '../../../lib/reconcile/index.ts';
import { kustomization, noKustomize } from '../../reconcile/cluster.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-tree-'));
  mkdirSync(join(folder, 'tree/entry'), { recursive: true });
  writeFileSync(join(folder, 'secret.yaml'), 'a: 1\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a file is known by the name that Git gives its content', () => {
  writeFileSync(join(folder, 'tree/empty'), '');
  expect(diskTree(join(folder, 'tree')).hash('empty')).toBe(
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  );
});

test('nothing is behind a link', () => {
  symlinkSync(folder, join(folder, 'tree/link'));
  const tree = diskTree(join(folder, 'tree'));
  expect(tree.list('')?.get('link')).toBe('link');
  expect(tree.list('link')).toBeUndefined();
  expect(tree.list('gone')).toBeUndefined();
});

test('a build that reads through a link out of the tree is refused', async () => {
  symlinkSync('..', join(folder, 'tree/up'));
  writeFileSync(join(folder, 'tree/entry/app.yaml'), kustomization('app', './app'));
  mkdirSync(join(folder, 'tree/app'));
  writeFileSync(join(folder, 'tree/app/kustomization.yaml'), 'resources: [../up/secret.yaml]\n');
  const tree = diskTree(join(folder, 'tree'));
  const state = await reconcile({ tree, entry: 'entry', kustomize: noKustomize });
  expect(state.diagnostics).toMatchObject([
    { code: 'path-escapes', location: { file: 'app/kustomization.yaml', line: 1 } },
  ]);
});

test('a path through a link is no folder of the source', async () => {
  symlinkSync('..', join(folder, 'tree/up'));
  writeFileSync(join(folder, 'tree/entry/app.yaml'), kustomization('app', './up/tree/entry'));
  const tree = diskTree(join(folder, 'tree'));
  const state = await reconcile({ tree, entry: 'entry', kustomize: noKustomize });
  expect(state.diagnostics).toMatchObject([{ code: 'missing-path' }]);
});
