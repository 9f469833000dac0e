import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { ownershipMark, treeChanges } from '../../lib/synth/index.ts';

/** What would be removed from files that are read as a file system reads paths with `..`. */
function removed(files: Readonly<Record<string, string>>): readonly string[] {
  const existing = {
    kind: (path: string) => (posix.normalize(path) in files ? ('file' as const) : undefined),
    read: (path: string) => files[posix.normalize(path)],
    folders: (path: string) => (path === 'clusters' ? ['home'] : []),
  };
  return treeChanges(existing, new Map()).deletes;
}

const victim = { '../victim': 'precious', '../kustomization.yaml': `${ownershipMark}- victim\n` };

it('a kustomization.yaml owns nothing above its folder', () => {
  const list = ['../../../victim', '"../../../victim"', 'a/../../../../victim'];
  const text = ownershipMark + list.map((name) => `- ${name}\n`).join('');
  expect(removed({ ...victim, 'clusters/home/kustomization.yaml': text })).toEqual([
    'clusters/home/kustomization.yaml',
  ]);
});

it('a Kustomization owns nothing above the tree', () => {
  const found = removed({
    ...victim,
    'clusters/home/kustomization.yaml': `${ownershipMark}- kustomization.a.yaml\n`,
    'clusters/home/kustomization.a.yaml': 'spec:\n  path: ./..\n',
  });
  expect(found).toEqual(['clusters/home/kustomization.a.yaml', 'clusters/home/kustomization.yaml']);
});

it('a kustomization.yaml without the mark owns nothing', () => {
  expect(
    removed({ 'clusters/home/kustomization.yaml': '- a.yaml\n', 'clusters/home/a.yaml': '' }),
  ).toEqual([]);
});
