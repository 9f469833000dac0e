import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cacheEntry, cacheRoot } from '../../tools/cache.ts';

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

  test('a build that fails leaves nothing', async () => {
    const failing = async (directory: string): Promise<void> => {
      await fill(directory);
      throw new Error('no compiler');
    };

    await expect(cacheEntry('one', key, failing)).rejects.toThrow('no compiler');
    expect(await readdir(cacheRoot())).toEqual([]);
  });

  test('of two builders at once, both get the one entry', async () => {
    await Promise.all([cacheEntry('one', key, fill), cacheEntry('one', key, fill)]);

    expect(await readdir(cacheRoot())).toEqual([`one-${key.slice(0, 24)}`]);
  });
});
