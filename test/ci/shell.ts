/** Runs lines of a job as its runner would: in a shell, in the job's folder, with the job's environment. */
import { spawn } from 'node:child_process';
import { finish, type Outcome } from '../support/sluice.ts';

/** How a job ended, and all that it printed. */
export interface JobOutcome {
  readonly code: number | null;
  readonly output: string;
}

export function runShell(
  [shell, ...args]: readonly [string, ...string[]],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  return finish(spawn(shell, args, { cwd, env }));
}
