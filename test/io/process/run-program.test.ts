import { describe, expect, test } from 'vitest';
import { runProgram } from '../../../lib/io/process/index.ts';

/** Runs a script of the shell, which stands for any program. */
function sh(script: string, limits: { readonly time?: number; readonly output?: number } = {}) {
  const env = { PATH: process.env['PATH'] };
  return runProgram('sh', ['-c', script], { env, output: 1000, ...limits });
}

describe('a program that is run', () => {
  test('gives what it prints', async () => {
    expect(await sh('echo a; echo b')).toEqual({ output: Buffer.from('a\nb\n') });
  });

  test('finds no input', async () => {
    expect(await sh('cat')).toEqual({ output: Buffer.alloc(0) });
  });

  test('tells how it failed, and what it said of it', async () => {
    const failure = { problem: 'failed with 3', errors: 'no\n', isMissing: false };
    expect(await sh('echo no >&2; exit 3')).toEqual(failure);
  });

  test('tells the signal that ended it', async () => {
    expect(await sh('kill -KILL $$')).toMatchObject({ problem: 'failed with SIGKILL' });
  });

  test('is known to be missing', async () => {
    const ended = await runProgram('/nowhere/program', [], { env: {}, output: 1 });
    expect(ended).toMatchObject({ isMissing: true, problem: 'cannot be started: ENOENT' });
  });

  test('is ended when it takes too long, also if it does not want to', async () => {
    const ended = await sh('trap "" TERM; while :; do sleep 0.1; done', { time: 50 });
    expect(ended).toMatchObject({ problem: 'took longer than 0.05 s', errors: '' });
  });

  test('is ended when it prints too much', async () => {
    const ended = await sh('while :; do echo aaaaaaaaaaaaaaaa; done');
    expect(ended).toMatchObject({ problem: 'printed more than 1000 bytes' });
  });
});
