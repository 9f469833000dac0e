import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileCache } from '../../../lib/io/reconcile/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-cache-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const key = 'ab12';

async function filled(): Promise<ReturnType<typeof fileCache>> {
  const cache = fileCache(folder);
  cache.set(key, 'text');
  await vi.waitFor(() => expect(cache.get(key)).toBe('text'));
  return cache;
}

test('a text comes back under its key, and under no other', async () => {
  const cache = await filled();
  expect(cache.get('ab13')).toBeUndefined();
});

test('a file that was changed or cut off is no entry', async () => {
  const cache = await filled();
  const [name = ''] = readdirSync(join(folder, 'ab'));
  for (const content of ['', 'x'.repeat(64) + 'text', 'text']) {
    writeFileSync(join(folder, 'ab', name), content);
    expect(cache.get(key)).toBeUndefined();
  }
});

test('a folder that cannot be written keeps nothing, and breaks nothing', () => {
  writeFileSync(join(folder, 'file'), '');
  const cache = fileCache(join(folder, 'file'));
  cache.set(key, 'text');
  expect(cache.get(key)).toBeUndefined();
});
