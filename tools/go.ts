import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from './cache.ts';
import { RunError, run } from './run.ts';

const missing =
  'Go was not found. Install Go 1.26 or newer (https://go.dev/doc/install, or your ' +
  "system's package `golang`), and see that `go version` works in this shell.";

let available: Promise<boolean> | undefined;

/** Whether the `go` command works here. */
export function goIsAvailable(): Promise<boolean> {
  available ??= run('go', ['version']).then(
    () => true,
    () => false,
  );
  return available;
}

/** Runs `go`; where there is none, the error says what to install. */
export async function go(args: readonly string[], cwd: string): Promise<string> {
  try {
    // A workspace file above the checkout would replace the pinned modules.
    return await run('go', args, { cwd, env: { ...process.env, GOWORK: 'off' } });
  } catch (error) {
    if (error instanceof RunError && error.code === 'ENOENT') throw new Error(missing);
    throw error;
  }
}

/** The hash of all that decides what `go` builds in a module: pins, code, compiler, platform, flags. */
export async function buildKey(directory: string, ...more: readonly string[]): Promise<string> {
  const code = (await readdir(directory)).filter((name) => name.endsWith('.go')).sort();
  const [mod, sum, version, settings, ...texts] = await Promise.all([
    readFile(join(directory, 'go.mod')),
    readFile(join(directory, 'go.sum')),
    go(['version'], directory),
    go(['env', 'GOOS', 'GOARCH', 'GOFLAGS', 'CGO_ENABLED', 'GOEXPERIMENT'], directory),
    ...code.map((name) => readFile(join(directory, name))),
  ]);
  return sha256(mod, sum, version, settings, process.platform, process.arch, ...more, ...texts);
}

interface Download {
  readonly Dir?: string;
  readonly Sum?: string;
  readonly Error?: string;
}

/** Where a module's files lie: downloaded, and checked against the pinned `sum`. */
export async function moduleDirectory(
  module: string,
  version: string,
  sum: string,
): Promise<string> {
  const download = await downloadModule(`${module}@${version}`);
  if (download.Sum !== sum) {
    const reason = download.Error ?? `its sum is ${download.Sum ?? 'missing'}, not ${sum}`;
    throw new Error(`${module}@${version} could not be had: ${reason}`);
  }
  if (download.Dir !== undefined) return download.Dir;
  // A module that asks for a newer Go is refused after it was unpacked. Its files can be read.
  const [cache = ''] = (await go(['env', 'GOMODCACHE'], tmpdir())).trim().split('\n');
  return join(cache, `${module}@${version}`);
}

async function downloadModule(pinned: string): Promise<Download> {
  try {
    // Outside of any module, whose requirements would come into it.
    return JSON.parse(await go(['mod', 'download', '-json', pinned], tmpdir())) as Download;
  } catch (error) {
    if (!(error instanceof RunError) || !error.stdout.startsWith('{')) throw error;
    return JSON.parse(error.stdout) as Download;
  }
}
