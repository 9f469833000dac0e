import { spawnSync } from 'node:child_process';

/** What a Git command says, or why it failed. */
export type GitOutput = { readonly output: Buffer } | { readonly problem: string };

/** A repository's own configuration must not start programs. */
const settings = ['-c', 'core.fsmonitor=false'];

/** Runs a Git command that only reads. Arguments are no shell's business. */
export function git(directory: string, args: readonly string[], input?: string): GitOutput {
  const { status, stdout, stderr, error } = spawnSync('git', [...settings, ...args], {
    cwd: directory,
    input: input ?? '',
    maxBuffer: Infinity,
    env: {
      ...process.env,
      // Nothing is fetched, asked or locked: the repository is as it is.
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    },
  });
  if (error) return { problem: `git cannot run: ${error.message}` };
  if (status === 0) return { output: stdout };
  const [line = ''] = stderr.toString('utf8').split('\n');
  return { problem: line.replace(/^(?:fatal|error): /, '') };
}
