import { execFile } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Uint8Array;
}

/** A program that ended badly: what was run, and the last of what it said. */
export class RunError extends Error {
  readonly code: string | number | undefined;
  readonly stdout: string;

  constructor(
    command: readonly string[],
    code: string | number | undefined,
    stdout: string,
    stderr: string,
  ) {
    const said = (stderr || stdout).trim().split('\n').slice(-20).join('\n');
    super(
      `${command.slice(0, 3).join(' ')} failed (${code ?? 'killed'})${said ? `:\n${said}` : ''}`,
    );
    this.name = 'RunError';
    this.code = code;
    this.stdout = stdout;
  }
}

/** Runs a program with an argument array (never a shell line) and gives its standard output. */
export function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...args],
      {
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        env: options.env ?? process.env,
        maxBuffer: 256 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new RunError([file, ...args], error.code ?? undefined, stdout, stderr));
      },
    );
    // The program may end without reading its input; its exit code tells more than a broken pipe.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}
