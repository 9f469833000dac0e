import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kustomize, KustomizeResult } from '../../reconcile/index.ts';
import {
  findProgram,
  identify,
  inTemporaryFolder,
  Places,
  runProgram,
  writeFiles,
} from '../process/index.ts';

/** A program that builds, and the words before the folder's path. */
interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

const flags = ['--load-restrictor', 'LoadRestrictionsNone'];

/** The longest that a build may take, in milliseconds, and what it may print, in bytes. */
const limits = { time: 60_000, output: 64 << 20 };

/**
 * The kustomize of SLUICE_KUSTOMIZE or of the PATH; where there is none, the one inside of kubectl.
 */
export function findKustomize(env: NodeJS.ProcessEnv): Kustomize {
  const program = findBuilder(env);
  const places = new Places();
  return {
    id: program && [identify(program.file), ...program.args].join('\n'),
    build: async (files, folder) =>
      program === undefined
        ? { problem: 'kustomize is not installed' }
        : places.use(() => buildFiles(program, files, folder)),
  };
}

function findBuilder(env: NodeJS.ProcessEnv): Program | undefined {
  const variable = 'SLUICE_KUSTOMIZE';
  const kustomize = findProgram('kustomize', variable, env);
  if (kustomize !== undefined) return { file: kustomize, args: ['build'] };
  if ((env[variable] ?? '') !== '') return undefined;
  const kubectl = findProgram('kubectl', variable, env);
  return kubectl === undefined ? undefined : { file: kubectl, args: ['kustomize'] };
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
function buildFiles(
  { file, args }: Program,
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
): Promise<KustomizeResult> {
  return inTemporaryFolder(buildsFolder(), 'sluice-build-', async (root) => {
    writeFiles(root, files);
    const ended = await runProgram(file, [...args, ...flags, join(root, folder)], {
      cwd: root,
      // Nothing of the environment is input of a build, and a proxy that nobody is behind keeps it
      // from fetching what the look at its files did not see.
      env: { PATH: '', HOME: root, TMPDIR: root, HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere },
      ...limits,
    });
    if ('output' in ended) return { yaml: ended.output.toString('utf8') };
    const said = problemOf(ended.errors, root);
    return { problem: said === '' ? `kustomize ${ended.problem}` : said };
  });
}

const nowhere = 'http://127.0.0.1:9';

/** What kustomize says, with paths as they are in the tree. */
function problemOf(text: string, root: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const message = lines.join('\n').replace(/^(?:Error|error): /, '');
  return unlogged(message)
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(`${root}/`, '');
}

/** The error in a line of the log of Kubernetes, which some kubectl write: it begins with the time. */
function unlogged(message: string): string {
  const [, long] = /^E\d{4} [^\]]*\] ".*?" err=<\n\s*([^]*?)\s*>$/.exec(message) ?? [];
  if (long !== undefined) return long;
  const [, quoted] = /^E\d{4} [^\]]*\] ".*?" err="(.*)"$/.exec(message) ?? [];
  if (quoted === undefined) return message;
  return quoted.replaceAll('\\n', ' ').replace(/\\(["\\])/g, '$1');
}
