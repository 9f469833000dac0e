import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../lib/core/index.ts';
import { type Destination, type Origin, publishTo } from '../../lib/publish/index.ts';
import { memoryTree } from '../../lib/io/reconcile/index.ts';

/** The commits of a program whose history is a line, by their age. */
const commit = (age: number): string => String(age).repeat(40);
const ports = {
  isBefore: (older: string, newer: string) => Promise.resolve(older <= newer),
  pause: () => Promise.resolve(),
};

function publication(age: number, clusters: readonly string[], branch = 'main'): Origin {
  return { revision: commit(age), branch, clusters };
}

/** Publishes to where others published before, the newest first; gives the code of a refusal. */
async function publish(
  origin: Origin,
  before: readonly Origin[],
  isRival: (branch: string) => boolean = () => true,
): Promise<string> {
  const destination: Destination = {
    tip: () => Promise.resolve({ id: 'tip', tree: memoryTree(new Map()) }),
    origins: () => before,
    put: () => Promise.resolve('new'),
  };
  const tree = new Map([['clusters/home/a.yaml', 'a: b\n']]);
  const share = { clusters: origin.clusters, isWhole: true, includes: () => true };
  try {
    await publishTo(destination, { tree, origin, share, isRival, maxDeletions: 0 }, ports);
    return 'published';
  } catch (error) {
    return error instanceof DiagnosticError ? (error.diagnostics[0]?.code ?? '') : String(error);
  }
}

describe('what is published is not taken back', () => {
  test('by an older commit', async () => {
    expect(await publish(publication(1, ['home']), [publication(2, ['home'])])).toBe(
      'stale-program',
    );
  });

  test('where another cluster was published since, from an older commit', async () => {
    const before = [publication(1, ['lab']), publication(3, ['home'])];
    expect(await publish(publication(2, ['home', 'lab']), before)).toBe('stale-program');
  });

  test('by an older commit that another branch of the same environments has', async () => {
    const before = [publication(2, ['home'])];
    expect(await publish(publication(1, ['home'], 'old'), before)).toBe('stale-program');
  });
});

describe('a commit is published', () => {
  test('over an older one of each of its clusters', async () => {
    const before = [publication(1, ['lab']), publication(2, ['home'])];
    expect(await publish(publication(3, ['home', 'lab']), before)).toBe('published');
  });

  test('whatever a branch of other environments has published', async () => {
    const before = [publication(3, ['home'], 'develop')];
    expect(await publish(publication(2, ['home']), before, () => false)).toBe('published');
  });

  test('over one of another branch that is not after it', async () => {
    const before = [publication(1, ['home'], 'feature')];
    expect(await publish(publication(2, ['home']), before)).toBe('published');
  });
});
