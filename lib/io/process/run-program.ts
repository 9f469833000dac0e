import { spawn } from 'node:child_process';
import { endChild } from './end-child.ts';
import { interruptible } from './interruption.ts';

/** A program that did not do its work. */
export interface Failure {
  /** Why, to be read after its name: `failed with 1`, `took longer than 60 s`. */
  readonly problem: string;
  /** The end of what it wrote to standard error, if it ended by itself. */
  readonly errors: string;
  readonly isMissing: boolean;
}

/** What a program gets, and how much of everything it may take. */
interface Run {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** In milliseconds. Default: as long as it likes. */
  readonly time?: number;
  /** In bytes, of standard output and of standard error. */
  readonly output: number;
  /** What it reads. Default: nothing. */
  readonly input?: string | Uint8Array;
}

/**
 * Runs a program without a shell, and gives what it prints. It is ended where it
 * takes more than it may, and by the signal that ends this process.
 */
export function runProgram(
  file: string,
  args: readonly string[],
  { env, cwd, time, output, input }: Run,
): Promise<{ readonly output: Buffer } | Failure> {
  const child = spawn(file, args, { cwd, env, stdio: 'pipe' });
  // It may end before it has read all; what it says then is what counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const printed: Buffer[] = [];
  let [length, errors] = [0, ''];
  let exceeded: string | undefined;
  const stop = (why: string): void => {
    exceeded ??= why;
    void endChild(child, 'SIGTERM');
  };
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > output) stop(`printed more than ${output} bytes`);
    else printed.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors = `${errors}${chunk}`.slice(-longestErrors);
  });
  const timer = time && setTimeout(stop, time, `took longer than ${time / 1000} s`);
  const fail = (problem: string, isMissing = false): Failure => ({
    problem,
    errors: exceeded === undefined ? errors : '',
    isMissing,
  });
  const ended = new Promise<{ readonly output: Buffer } | Failure>((resolve) => {
    child.on('error', ({ code = 'an error' }: NodeJS.ErrnoException) =>
      resolve(fail(`cannot be started: ${code}`, code === 'ENOENT')),
    );
    child.on('close', (code, signal) => {
      if (exceeded !== undefined) resolve(fail(exceeded));
      else if (code === 0) resolve({ output: Buffer.concat(printed) });
      else resolve(fail(`failed with ${code ?? signal ?? 'an error'}`));
    });
  }).finally(() => clearTimeout(timer));
  return interruptible(
    () => ended,
    (signal) => endChild(child, signal),
  );
}

/** More than any program has to say of one mistake. */
const longestErrors = 64 * 1024;
