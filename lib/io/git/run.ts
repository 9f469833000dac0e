import { spawn, spawnSync } from 'node:child_process';

/** What a Git command says, or why it failed. */
export type GitOutput = { readonly output: Buffer } | { readonly problem: string };

/** A repository's own configuration must not start programs. */
const settings = ['-c', 'core.fsmonitor=false'];

/** Git sets these for its hooks, and then means another repository by all that follows. */
export function withoutRepository(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _a, GIT_WORK_TREE: _b, GIT_INDEX_FILE: _c, GIT_PREFIX: _d, ...rest } = env;
  return rest;
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...withoutRepository(process.env),
    // Nothing is fetched, asked or locked: the repository is as it is.
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/** Runs a Git command that only reads. Arguments are no shell's business. */
export function git(directory: string, args: readonly string[], input = ''): Promise<GitOutput> {
  return new Promise((resolve) => {
    const child = spawn('git', [...settings, ...args], { cwd: directory, env: environment() });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', ({ message }) => resolve({ problem: `git cannot run: ${message}` }));
    child.on('close', (code) => {
      if (code === 0) resolve({ output: Buffer.concat(output) });
      else resolve({ problem: firstLine(Buffer.concat(errors)) });
    });
    // It may end before it has read all; what it says then is in its output.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** The same, while all else waits: for what is only then seen to be needed. */
export function gitNow(directory: string, args: readonly string[], input = ''): GitOutput {
  const { status, stdout, stderr, error } = spawnSync('git', [...settings, ...args], {
    cwd: directory,
    input,
    maxBuffer: Infinity,
    env: environment(),
  });
  if (error) return { problem: `git cannot run: ${error.message}` };
  return status === 0 ? { output: stdout } : { problem: firstLine(stderr) };
}

function firstLine(errors: Buffer): string {
  const [line = ''] = errors.toString('utf8').split('\n');
  return line.replace(/^(?:fatal|error): /, '');
}
