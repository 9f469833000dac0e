import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cacheEntry, cacheRoot, cacheTree } from '../../tools/cache.ts';

const key = 'k'.repeat(64);
const fill = (directory: string): Promise<void> => writeFile(join(directory, 'tool'), 'good');

describe('the cache of programs', () => {
  let home = '';

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    vi.stubEnv('XDG_CACHE_HOME', home);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true, force: true });
  });

  test('an entry is made once', async () => {
    await cacheEntry('one', key, fill);

    expect((await cacheEntry('one', key, fill)).built).toBe(false);
  });

  test('an entry whose file was changed is made anew', async () => {
    const { directory } = await cacheEntry('one', key, fill);
    await writeFile(join(directory, 'tool'), 'evil');

    await cacheEntry('one', key, fill);

    expect(await readFile(join(directory, 'tool'), 'utf8')).toBe('good');
  });

  test('an entry that got a file more is made anew', async () => {
    const { directory } = await cacheEntry('one', key, fill);
    await writeFile(join(directory, 'more'), '');

    expect((await cacheEntry('one', key, fill)).built).toBe(true);
  });

  test.each([
    ['entry', cacheEntry],
    ['tree', cacheTree],
  ])('a build of an %s that fails leaves nothing', async (_, make) => {
    const failing = async (directory: string): Promise<void> => {
      await fill(directory);
      throw new Error('no compiler');
    };

    await expect(make('one', key, failing)).rejects.toThrow('no compiler');
    expect(await readdir(cacheRoot())).toEqual([]);
  });

  test.each([
    ['entry', cacheEntry],
    ['tree', cacheTree],
  ])('of two builders of an %s at once, both get the same', async (_, make) => {
    await Promise.all([make('one', key, fill), make('one', key, fill)]);

    expect(await readdir(cacheRoot())).toEqual([`one-${key.slice(0, 24)}`]);
  });

  test('a tree is made once', async () => {
    await cacheTree('one', key, fill);

    expect((await cacheTree('one', key, fill)).built).toBe(false);
  });
});
