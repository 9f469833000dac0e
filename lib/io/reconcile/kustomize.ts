import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Kustomize, KustomizeResult } from '../../reconcile/index.ts';

/** A program that builds, and the words before the folder's path. */
interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

const flags = ['--load-restrictor', 'LoadRestrictionsNone'];

/** The longest that a build may take, in milliseconds. */
const timeout = 60_000;

/** The most that a build may print, in bytes: as of Helm. */
const maxOutput = 64 << 20;

/** As many builds at a time as there are processors. */
const places = availableParallelism();

/**
 * The kustomize of SLUICE_KUSTOMIZE or of the PATH; where there is none, the one inside of kubectl.
 */
export function findKustomize(env: NodeJS.ProcessEnv): Kustomize {
  const program = findProgram(env);
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    id: program && identify(program),
    async build(files, folder) {
      if (program === undefined) return { problem: 'kustomize is not installed' };
      if (running >= places) await new Promise<void>((start) => waiting.push(start));
      else running += 1;
      try {
        return await buildFiles(program, files, folder);
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

function findProgram(env: NodeJS.ProcessEnv): Program | undefined {
  const named = env['SLUICE_KUSTOMIZE'] ?? '';
  if (named !== '') return isProgram(named) ? { file: resolve(named), args: ['build'] } : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const find = (name: string): string | undefined =>
    folders.map((folder) => join(folder, name)).find(isProgram);
  const kustomize = find('kustomize');
  if (kustomize !== undefined) return { file: kustomize, args: ['build'] };
  const kubectl = find('kubectl');
  return kubectl === undefined ? undefined : { file: kubectl, args: ['kustomize'] };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** A new version of a program has another size or time. */
function identify({ file, args }: Program): string {
  const real = realpathSync(file);
  const { size, mtimeMs } = statSync(real);
  return [real, ...args, size, mtimeMs].join('\n');
}

/** In memory where that is possible: secrets reach no disk, and nothing waits for one. */
function buildsFolder(): string {
  const memory = '/dev/shm';
  try {
    accessSync(memory, constants.W_OK);
    return memory;
  } catch {
    return tmpdir();
  }
}

/** Builds in a folder of its own that holds the files and nothing else. */
async function buildFiles(
  program: Program,
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
): Promise<KustomizeResult> {
  // mkdtemp makes it for this user only: the files can hold secrets.
  const root = realpathSync(mkdtempSync(join(buildsFolder(), 'sluice-build-')));
  try {
    const made = new Set<string>([root]);
    for (const [path, content] of files) {
      const file = join(root, path);
      const directory = dirname(file);
      if (!made.has(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
      made.add(directory);
      writeFileSync(file, content, { mode: 0o600 });
    }
    return await run(program, join(root, folder), root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function run({ file, args }: Program, folder: string, root: string): Promise<KustomizeResult> {
  return new Promise((end) => {
    const child = spawn(file, [...args, ...flags, folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
      // Nothing of the environment is input of a build, and a proxy that nobody is behind keeps it
      // from fetching what the look at its files did not see.
      env: { PATH: '', HOME: root, TMPDIR: root, HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere },
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let printed = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.length;
      if (printed > maxOutput) child.kill('SIGKILL');
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', ({ message }) => end({ problem: message }));
    child.on('close', (code, signal) => {
      if (printed > maxOutput)
        end({ problem: `kustomize printed more than ${maxOutput >> 20} MiB` });
      else if (code === 0) end({ yaml: Buffer.concat(output).toString('utf8') });
      else if (child.killed) end({ problem: `kustomize took more than ${timeout / 1000} s` });
      else if (signal !== null) end({ problem: `kustomize was ended by ${signal}` });
      else end({ problem: problemOf(Buffer.concat(errors).toString('utf8'), root) });
    });
  });
}

const nowhere = 'http://127.0.0.1:9';

/** What kustomize says, with paths as they are in the tree. */
function problemOf(text: string, root: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const message = lines.join(' ').replace(/^(?:Error|error): /, '');
  return message.replaceAll(`${root}/`, '');
}
