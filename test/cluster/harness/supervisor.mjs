// Holds a cluster's programs and its folder, and ends both when its parent says so or is gone.
//
// It is a process of its own because the programs know nothing of their parent: whatever ends
// the test runner, even SIGKILL, closes the channel to it, and that is what this waits for. It
// is plain JavaScript so that node starts it without a loader.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(process.env.TMPDIR ?? memory() ?? tmpdir(), 'sluice-cluster-'));
const temporary = join(directory, 'tmp');
const children = new Set();
let ending = false;

/** Shared memory, if there is enough: half of Flux's time goes into unpacking each artifact anew. */
function memory() {
  const folder = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 2 * 2 ** 30 ? folder : undefined;
  } catch {
    return undefined;
  }
}

function tell(message) {
  if (process.connected) process.send(message, () => undefined);
}

function start({ name, file, args, env }) {
  const log = openSync(join(directory, `${name}.log`), 'a', 0o600);
  const child = spawn(file, args, {
    cwd: directory,
    // What they leave in their temporary folder goes with the cluster.
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', (error) => tell({ failed: name, reason: error.message }));
  if (child.pid === undefined) return;
  children.add(child);
  child.on('exit', (code, signal) => {
    children.delete(child);
    tell({ exited: name, reason: signal ?? `exit code ${code}` });
    if (ending && children.size === 0) finish();
  });
  tell({ started: name, pid: child.pid });
}

function end() {
  if (ending) return;
  ending = true;
  if (children.size === 0) return finish();
  // Asked politely, etcd and kube-apiserver wait many seconds for each other. Nothing that they
  // could still save outlives the folder, and none of them has children.
  for (const child of children) child.kill('SIGKILL');
}

function finish() {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

process.on('message', (message) => {
  if (message.start !== undefined && !ending) start(message.start);
  if (message.stop === true) end();
});
process.on('disconnect', end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

mkdirSync(temporary, { mode: 0o700 });
tell({ directory });
