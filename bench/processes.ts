import { spawn } from 'node:child_process';
import { median, runs } from './report.ts';

/** A command to be timed. */
export interface Timed {
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What is done before each run, and not timed. */
  readonly before?: () => void;
}

/** Milliseconds of a whole process; what it prints is thrown away. */
export function timeOf({ command: [file, ...args], cwd, env, before }: Timed): Promise<number> {
  before?.();
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(file, args, {
      stdio: 'ignore',
      env: env ?? process.env,
      ...(cwd !== undefined && { cwd }),
    });
    child.on('error', reject);
    child.on('close', () => {
      resolve(performance.now() - start);
    });
  });
}

/** Medians by name. All take turns, so that a machine that changes its speed changes it for all. */
export async function compare(measured: Readonly<Record<string, () => Promise<number>>>) {
  const times = new Map<string, number[]>(Object.keys(measured).map((name) => [name, []]));
  for (let index = 0; index < runs; index += 1) {
    for (const [name, measure] of Object.entries(measured)) {
      process.stderr.write(`\rrun ${String(index + 1)} of ${String(runs)}: ${name}   `);
      times.get(name)?.push(await measure());
    }
  }
  process.stderr.write('\r\u001b[K');
  return (name: string): number => median(times.get(name) ?? []);
}
