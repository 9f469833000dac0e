/**
 * npm run fuzz -- [--runs N] [--seed S] [--from N]: gives changed files to lib/sops and looks for
 * errors that are no diagnostics, for values in diagnostics, for what takes too long, and for
 * promises that do not hold. Each run follows from the seed and its number alone.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Random } from './fuzz/random.ts';

interface Task {
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
}

interface Progress {
  readonly run: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly problem?: string;
}

/** Longer takes only what grows faster than its input. */
const longestRun = 20_000;
const reportEvery = 10_000;

const task = taskFromArguments();
if (process.send === undefined) watch(task);
else await work(task, process.send.bind(process));

function taskFromArguments(): Task {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      from: { type: 'string', default: '0' },
    },
  });
  const number = (text: string) => {
    if (!/^[0-9]+$/.test(text)) throw new Error(`${text} is no number`);
    return Number(text);
  };
  return { seed: number(values.seed), from: number(values.from), runs: number(values.runs) };
}

/** Runs the work beside itself, so that a run that never ends is seen too. */
function watch(task: Task): void {
  const start = performance.now();
  console.log(`seed ${task.seed}, ${task.runs} runs from ${task.from}`);
  const { seed, from, runs } = task;
  const numbers = [`--seed=${seed}`, `--from=${from}`, `--runs=${runs}`];
  const worker = fork(import.meta.filename, numbers);
  let last = task.from;
  let timer = setTimeout(stuck, longestRun);
  worker.on('message', ({ run, outcomes, problem }: Progress) => {
    last = run;
    clearTimeout(timer);
    timer = setTimeout(stuck, longestRun);
    if (problem !== undefined) report(problem);
    else if (Object.keys(outcomes).length > 0) {
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      console.log(`${run - task.from} runs in ${seconds} s: ${JSON.stringify(outcomes)}`);
    }
  });
  worker.on('exit', (code) => {
    clearTimeout(timer);
    if (code !== 0) report(`the process that does the runs ended with ${code ?? 'a signal'}`);
  });

  function stuck(): void {
    report(`a run takes longer than ${longestRun / 1000} s`);
  }
  function report(problem: string): void {
    console.log(`failed: ${problem}`);
    console.log(`repeat: npm run fuzz -- --seed ${task.seed} --from ${last} --runs 1`);
    worker.kill('SIGKILL');
    process.exit(1);
  }
}

async function work({ seed, from, runs }: Task, send: (progress: Progress) => void): Promise<void> {
  const { check } = await import('./fuzz/properties.ts');
  const outcomes: Record<string, number> = {};
  const tell = (run: number, more: Partial<Progress> = {}) => send({ run, outcomes: {}, ...more });
  for (let run = from; run < from + runs; run += 1) {
    tell(run);
    try {
      const outcome = await check(new Random(seed, run));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (cause) {
      tell(run, {
        problem: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      });
      return;
    }
    if ((run - from + 1) % reportEvery === 0) tell(run + 1, { outcomes });
  }
  tell(from + runs, { outcomes });
  process.disconnect();
}
