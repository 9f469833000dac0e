import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { onTestFinished } from 'vitest';
import { keys } from '../sops/sops.ts';
import { temporaryFolder } from './folder.ts';
import { writeFile } from './tree.ts';

const program = fileURLToPath(new URL('../../bin/sluice.mjs', import.meta.url));

/** The command as people start it: the build, which `test/support/build.ts` brings up to date. */
export const sluiceCommand = [process.execPath, program] as const;

/** What a command printed, and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Where people keep SOPS files, and what their commands find in the environment. */
export interface SecretsFolder {
  readonly root: string;
  readonly work: string;
  readonly tmp: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A folder with rules for Alice, her key in a file above it, and another for temporary files. */
export function secretsFolder(finished: typeof onTestFinished): SecretsFolder {
  const root = temporaryFolder(finished);
  const [work, tmp] = [join(root, 'work'), join(root, 'tmp')];
  for (const folder of [work, tmp]) mkdirSync(folder);
  const rule = `path_regex: \\.sops\\.\n    age: ${keys.alice.recipient}`;
  writeFile(work, '.sops.yaml', `creation_rules:\n  - ${rule}\n`);
  writeFile(root, 'alice.txt', `${keys.alice.secret}\n`);
  // tsx would keep what it compiles in the folder for temporary files.
  const settings = { TMPDIR: tmp, HOME: root, TSX_DISABLE_CACHE: '1', NO_COLOR: '1' };
  return { root, work, tmp, env: { PATH: process.env['PATH'], ...settings } };
}

/** Starts the command with a person's folder and environment; detached, it leads a group of its own. */
export function start(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  detached = false,
): ChildProcess {
  const [node, ...words] = sluiceCommand;
  return spawn(node, [...words, ...args], { cwd, env, stdio: 'pipe', detached });
}

/** Gives a started command its input and waits for its end. */
export function finish(child: ChildProcess, input = ''): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  child.stdin?.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...printed, code }));
  });
}
