import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { branchDestination } from '../../../lib/io/publish/index.ts';
import { publishTo } from '../../../lib/publish/index.ts';
import { branchOf, git, manifestsRepository, settings } from './repositories.ts';

const revision = 'a'.repeat(40);

/** Publishes one file of a cluster, as `sluice publish --cluster` does. */
async function publish(repository: string, cluster: string): Promise<void> {
  const destination = branchDestination(await branchOf(repository), settings);
  const request = {
    tree: new Map([[`clusters/${cluster}/a.yaml`, `a: ${cluster}\n`]]),
    origin: { revision, branch: 'main', clusters: [cluster] },
    share: { clusters: [cluster], isWhole: false, includes: () => true },
    isRival: () => true,
    message: cluster,
    maxDeletions: 0,
  };
  const pause = (attempt: number) => setTimeout(Math.random() * 200 * attempt);
  await publishTo(destination, request, { isBefore: () => Promise.resolve(true), pause });
}

test('eight that publish at once all publish, one after the other', async () => {
  const repository = manifestsRepository();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  await Promise.all(names.map((name) => publish(repository, name)));
  const subjects = git(repository, 'log', '--format=%s', 'main').split('\n');
  expect(subjects.slice(0, -1).sort()).toEqual(names);
  expect(git(repository, 'log', '--merges', '--format=%s', 'main')).toBe('');
  const files = git(repository, 'ls-tree', '-r', '--name-only', 'main').split('\n');
  expect(files).toEqual(['README.md', ...names.map((name) => `clusters/${name}/a.yaml`)]);
}, 120_000);
