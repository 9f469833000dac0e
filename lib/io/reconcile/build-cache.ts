import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { BuildCache } from '../../reconcile/index.ts';

/** The folder for what can be made again: the user's, so that checkouts share it. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_CACHE_HOME'];
  // The specification says that a relative XDG_CACHE_HOME is to be ignored.
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache'), 'sluice');
}

/**
 * A cache of files. Each begins with the hash of the rest, so that a half-written or changed one is
 * no entry. One that cannot be written is not there next time; nothing else depends on it.
 */
export function fileCache(directory: string): BuildCache {
  const pathOf = (key: string): string => join(directory, key.slice(0, 2), key.slice(2));
  return {
    get(key) {
      let entry: string;
      try {
        entry = readFileSync(pathOf(key), 'utf8');
      } catch {
        return undefined;
      }
      const text = entry.slice(hashLength);
      return entry.slice(0, hashLength) === hashOf(key, text) ? text : undefined;
    },
    // Nobody waits for it but the end of the process.
    set(key, text) {
      void write(pathOf(key), hashOf(key, text) + text);
    },
  };
}

async function write(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(temporary, content, { mode: 0o600 });
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

const hashLength = 64;

/** The key is part of it, so that an entry under another's name is none. */
function hashOf(key: string, text: string): string {
  return createHash('sha256').update(key).update('\n').update(text).digest('hex');
}
