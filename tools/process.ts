import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('..', import.meta.url));

export interface Outcome {
  readonly code: number;
  /** What it printed, unless it printed to the terminal itself. */
  readonly output: string;
}

/** Runs one program with an argument array, never a shell, in the checkout. */
export async function run(
  command: string,
  args: readonly string[],
  output: 'captured' | 'shown' = 'captured',
): Promise<Outcome> {
  return new Promise((resolve) => {
    const stdio = output === 'shown' ? 'inherit' : 'pipe';
    const child = spawn(command, args, { cwd: checkout, stdio: ['ignore', stdio, stdio] });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        output: Buffer.concat(chunks).toString(),
      }),
    );
  });
}

/** A TypeScript program of this folder, started as a person would start it. */
export function tool(name: string, ...args: string[]): readonly [string, readonly string[]] {
  return [process.execPath, ['--import', 'tsx', `tools/${name}.ts`, ...args]];
}

/** A program that a development dependency brings. */
export function bin(name: string, ...args: string[]): readonly [string, readonly string[]] {
  return [`node_modules/.bin/${name}`, args];
}
