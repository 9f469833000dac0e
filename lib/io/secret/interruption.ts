import { constants } from 'node:os';

/** What a person, a terminal or a service manager ends a program with. */
const signals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;
export type Interruption = (typeof signals)[number];

/** Ends the command quietly with the exit code that a shell reports for a signal: 130 for Ctrl-C. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: Interruption) {
    super(signal);
    this.name = 'Interrupted';
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs an action. If a signal ends the process meanwhile, what is to be cleaned up is cleaned up
 * first, and the exit code is that of the signal.
 *
 * @param isForOther whether a signal is none of this process's business now
 */
export async function interruptible<T>(
  action: () => Promise<T>,
  cleanUp: (signal: Interruption) => Promise<void>,
  isForOther: (signal: Interruption) => boolean,
): Promise<T> {
  let ending: Promise<void> | undefined;
  const onSignal = (signal: Interruption): void => {
    if (isForOther(signal)) return;
    const { exitCode } = new Interrupted(signal);
    ending ??= cleanUp(signal).finally(() => process.exit(exitCode));
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await action();
  } finally {
    // Once a signal came, what the action says of its end is of no use.
    await ending;
    for (const signal of signals) process.off(signal, onSignal);
  }
}
