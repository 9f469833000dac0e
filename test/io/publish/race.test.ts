import { expect, test } from 'vitest';
import type { RemoteBranch } from '../../../lib/io/publish/index.ts';
import { branchOf, git, manifestsRepository, settings } from './repositories.ts';

async function publish(remote: RemoteBranch, name: string): Promise<void> {
  const changes = { writes: new Map([[`${name}.yaml`, `a: ${name}\n`]]), deletes: [] };
  for (;;) {
    const commit = await remote.commit(await remote.tip(), changes, `${name}\n`, settings);
    if ((await remote.push(commit)) === undefined) return;
  }
}

test('eight that publish at once all publish, one after the other', async () => {
  const repository = manifestsRepository();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  await Promise.all(names.map(async (name) => publish(await branchOf(repository), name)));
  const subjects = git(repository, 'log', '--format=%s', 'main').split('\n');
  expect(subjects.slice(0, -1).sort()).toEqual(names);
  expect(git(repository, 'log', '--merges', '--format=%s', 'main')).toBe('');
  expect(git(repository, 'ls-tree', '--name-only', 'main').split('\n')).toHaveLength(9);
}, 120_000);
