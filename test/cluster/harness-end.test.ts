import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeWithGo, startCluster, waitFor } from './harness/index.ts';

interface Held {
  readonly holder: ChildProcess;
  readonly directory: string;
  readonly pids: readonly number[];
}

const script = fileURLToPath(new URL('./fixtures/hold-cluster.ts', import.meta.url));

async function holdCluster(): Promise<Held> {
  const args = ['--import', 'tsx', script];
  const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(holder.stdout, 'data')) as [Buffer];
  return { holder, ...(JSON.parse(line.toString()) as Omit<Held, 'holder'>) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  // One that ended but that nobody waited for still has its number.
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
}

function gone({ directory, pids }: Pick<Held, 'directory' | 'pids'>): boolean {
  return !pids.some(isRunning) && !existsSync(directory);
}

describeWithGo('the end of a cluster', () => {
  let temporary = '';

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    vi.stubEnv('TMPDIR', temporary);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true, force: true });
  });

  test('stop leaves no process and no folder', async () => {
    const start = performance.now();
    const cluster = await startCluster();
    const started = { directory: cluster.directory, pids: [...cluster.pids.values()] };
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`A cluster of ${started.pids.length} programs started in ${seconds} s.\n`);

    await cluster.stop();

    expect(gone(started)).toBe(true);
  });

  test('a start that fails leaves no folder, and its error has the end of the log', async () => {
    const start = startCluster({ apiServerFlags: ['--no-such-flag'] });

    await expect(start).rejects.toThrow(/kube-apiserver ended[^]*unknown flag: --no-such-flag/);
    expect(await readdir(temporary)).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'all of it ends when %s ends the process that started it',
    async (signal) => {
      const held = await holdCluster();

      held.holder.kill(signal);

      await waitFor(() => gone(held), { describe: 'something of the cluster still runs' });
    },
  );
});
