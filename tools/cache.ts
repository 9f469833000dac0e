import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A folder of the cache whose files were checked against their hashes in this process. */
export interface CacheEntry {
  readonly directory: string;
  /** Whether the entry had to be made now. */
  readonly built: boolean;
}

const manifestName = 'manifest.json';
const abandonedAfter = 24 * 60 * 60 * 1000;

/** The folder that holds what was built: the user's cache folder, so that checkouts share it. */
export function cacheRoot(): string {
  const base = process.env['XDG_CACHE_HOME'];
  // The specification says that a relative XDG_CACHE_HOME is to be ignored.
  const home = base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache');
  return join(home, 'sluice', 'programs');
}

export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  // The length goes in front, so that no two lists of parts run into the same bytes.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * The cache entry of this name and key. One that is missing, or whose files are not what its
 * manifest says, is made anew by `fill`, in a folder beside it that is renamed into place: a
 * build that is killed leaves no half entry, and of two at the same time the first one stays.
 */
export async function cacheEntry(
  name: string,
  key: string,
  fill: (directory: string) => Promise<void>,
): Promise<CacheEntry> {
  const directory = directoryOf(name, key);
  if (await matchesManifest(directory, key)) return { directory, built: false };
  await makeBeside(name, async (temporary) => {
    await fill(temporary);
    const files = await hashFiles(temporary);
    await writeFile(join(temporary, manifestName), JSON.stringify({ key, files }, null, 2));
    await moveIntoPlace(temporary, directory, key);
  });
  return { directory, built: true };
}

/** The same for a tree of files that is too large to be hashed each time: `fill` alone checks it. */
export async function cacheTree(
  name: string,
  key: string,
  fill: (directory: string) => Promise<void>,
): Promise<CacheEntry> {
  const directory = directoryOf(name, key);
  if (await exists(directory)) return { directory, built: false };
  await makeBeside(name, async (temporary) => {
    await fill(temporary);
    await rename(temporary, directory).catch(async (error: unknown) => {
      // Somebody else was faster.
      if (!(await exists(directory))) throw error;
    });
  });
  return { directory, built: true };
}

function directoryOf(name: string, key: string): string {
  return join(cacheRoot(), `${name}-${key.slice(0, 24)}`);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function makeBeside(name: string, make: (temporary: string) => Promise<void>) {
  const root = cacheRoot();
  await mkdir(root, { recursive: true, mode: 0o700 });
  await removeAbandoned(root, name);
  const temporary = await mkdtemp(join(root, `.${name}-`));
  try {
    await make(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function moveIntoPlace(temporary: string, directory: string, key: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await rename(temporary, directory);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    }
    if (await matchesManifest(directory, key)) return;
    await rm(directory, { recursive: true, force: true });
  }
  throw new Error(`${directory} changes while it is written`);
}

async function matchesManifest(directory: string, key: string): Promise<boolean> {
  try {
    const text = await readFile(join(directory, manifestName), 'utf8');
    const manifest = JSON.parse(text) as { key: string; files: Record<string, string> };
    if (manifest.key !== key) return false;
    const actual = await hashFiles(directory);
    return (
      Object.keys(actual).length === Object.keys(manifest.files).length &&
      Object.entries(actual).every(([file, hash]) => manifest.files[file] === hash)
    );
  } catch {
    // Missing, unreadable or not JSON: whatever it is, it is not the entry.
    return false;
  }
}

async function hashFiles(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).filter((name) => name !== manifestName).sort();
  const hashes = names.map(async (name): Promise<[string, string]> => {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(directory, name), { highWaterMark: 1 << 20 }), hash);
    return [name, hash.digest('hex')];
  });
  return Object.fromEntries(await Promise.all(hashes));
}

/** A killed build leaves its temporary folder; one that old has no builder any more. */
async function removeAbandoned(root: string, name: string): Promise<void> {
  for (const entry of await readdir(root)) {
    if (!entry.startsWith(`.${name}-`)) continue;
    const path = join(root, entry);
    const changed = await stat(path).catch(() => undefined);
    if (changed !== undefined && Date.now() - changed.mtimeMs > abandonedAfter) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
