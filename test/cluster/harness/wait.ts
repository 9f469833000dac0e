import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** In milliseconds. */
  readonly timeout?: number;
  readonly interval?: number;
  /** What is waited for, and when it did not come, why: read when time is up. */
  readonly describe: string | (() => string | Promise<string>);
}

/** Asks until there is an answer other than undefined and false, and gives it. */
export async function waitFor<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  { timeout = 30_000, interval = 50, describe }: WaitOptions,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) {
      const what = typeof describe === 'string' ? describe : await describe();
      throw new Error(`After ${(timeout / 1000).toFixed(0)} s: ${what}`);
    }
    await sleep(interval);
  }
}
