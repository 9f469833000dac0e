import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Progress } from '../../lib/io/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stream(isTTY = true): { isTTY: boolean; written: string; write(text: string): void } {
  return {
    isTTY,
    written: '',
    write(text) {
      this.written += text;
    },
  };
}

const lasting = (milliseconds: number) => (): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));

test('work of over a second is counted, and the count goes when it ends', async () => {
  const out = stream();
  const progress = new Progress(out, {});
  const work = [800, 1500, 1500].map((each) => progress.count('built', 'folder', lasting(each)));
  await vi.advanceTimersByTimeAsync(1100);
  expect(out.written).toContain('built 1 of 3 folders');
  await vi.advanceTimersByTimeAsync(1000);
  await Promise.all(work);
  expect(out.written.endsWith('\r\u001b[K')).toBe(true);
});

test('one short action after the other is counted as well', async () => {
  const out = stream();
  const progress = new Progress(out, {});
  for (let index = 0; index < 8; index += 1) {
    const work = progress.count('pulled', 'chart', lasting(300));
    await vi.advanceTimersByTimeAsync(300);
    await work;
  }
  expect(out.written).toMatch(/pulled \d of \d charts/);
});

test.each([
  ['short work', stream(), {}, 500],
  ['a pipe', stream(false), {}, 5000],
  ['CI', stream(), { CI: 'true' }, 5000],
  ['a dumb terminal', stream(), { TERM: 'dumb' }, 5000],
])('nothing is said of %s', async (_, out, env, time) => {
  const work = new Progress(out, env).count('built', 'folder', lasting(time));
  await vi.advanceTimersByTimeAsync(time);
  await work;
  expect(out.written.replaceAll('\r\u001b[K', '')).toBe('');
});

test('what fails is counted to its end', async () => {
  const progress = new Progress(stream(), {});
  const failing = progress.count('built', 'folder', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
});
