import type { ChildProcess } from 'node:child_process';

/** How long a program may take to put things in order once it is told to end, in milliseconds. */
const patience = 1000;

export function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Ends a program by a signal, or by SIGKILL if it does not follow. Resolves when it is gone. */
export function endChild(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    setTimeout(() => child.kill('SIGKILL'), patience).unref();
    child.kill(signal);
  });
}
