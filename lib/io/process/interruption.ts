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

/** What is going on, in the order in which it began. */
interface Running {
  readonly cleanUp: (signal: Interruption) => Promise<void> | void;
  readonly isForOther: (signal: Interruption) => boolean;
}

const running = new Set<Running>();
let ending: Promise<void> | undefined;

/**
 * Runs an action. If a signal ends the process meanwhile, what is to be cleaned up is cleaned up
 * first, what began last before what began earlier, and the exit code is that of the signal.
 *
 * @param isForOther whether a signal is none of this process's business now
 */
export async function interruptible<T>(
  action: () => Promise<T>,
  cleanUp: Running['cleanUp'],
  isForOther: Running['isForOther'] = () => false,
): Promise<T> {
  // Nothing new begins while the process ends.
  await ending;
  const own = { cleanUp, isForOther };
  if (running.size === 0) for (const signal of signals) process.on(signal, onSignal);
  running.add(own);
  try {
    return await action();
  } finally {
    // Once a signal came, what the action says of its end is of no use.
    await ending;
    running.delete(own);
    if (running.size === 0) for (const signal of signals) process.off(signal, onSignal);
  }
}

function onSignal(signal: Interruption): void {
  if ([...running].some(({ isForOther }) => isForOther(signal))) return;
  const { exitCode } = new Interrupted(signal);
  ending ??= cleanUpAll(signal).finally(() => process.exit(exitCode));
}

async function cleanUpAll(signal: Interruption): Promise<void> {
  for (const { cleanUp } of [...running].reverse()) await cleanUp(signal);
}
