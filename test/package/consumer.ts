import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const checkout = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(checkout, 'node_modules');
const start = promisify(execFile);

/** Runs a program as if a person had: without the settings that `npm test` hands to its children. */
export async function run(cwd: string, file: string, ...args: string[]): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|VITEST)/i.test(name)),
  );
  const { stdout } = await start(file, args, { cwd, env, maxBuffer: 1 << 26 });
  return stdout;
}

/** Packs a copy of the checkout, since packing builds, and other tests may be using the build. */
export async function pack(folder: string): Promise<string> {
  const copy = join(folder, 'checkout');
  const leftOut = /^(node_modules|dist|coverage|\.git|\.sluice)($|\/)/;
  cpSync(checkout, copy, {
    recursive: true,
    filter: (path) => !leftOut.test(relative(checkout, path)),
  });
  symlinkSync(modules, join(copy, 'node_modules'));
  await run(copy, 'npm', 'pack', '--pack-destination', folder);
  return join(folder, `sluice-${manifest(checkout).version}.tgz`);
}

/**
 * Installs the packed file as a person does, with npm and the peers that the checkout is tested
 * with. npm takes what it has in its cache, so only the first run on a machine needs the network.
 */
export async function install(folder: string, packed: string) {
  mkdirSync(folder);
  const peers = ['cdk8s', 'cdk8s-plus-28', 'constructs', '@types/node'];
  const pinned = peers.map((name) => [name, manifest(join(modules, name)).version] as const);
  const settings = {
    private: true,
    type: 'module',
    dependencies: { sluice: `file:${packed}`, ...Object.fromEntries(pinned) },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(settings));
  await run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund');
}

interface Manifest {
  readonly version: string;
  readonly scripts?: Record<string, string>;
}

export function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
