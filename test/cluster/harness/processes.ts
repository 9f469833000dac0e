import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './wait.ts';

/** A program of the cluster, as it is to be started. */
export interface ProgramStart {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Message {
  readonly directory?: string;
  readonly started?: string;
  readonly exited?: string;
  readonly failed?: string;
  readonly pid?: number;
  readonly reason?: string;
}

const script = fileURLToPath(new URL('./supervisor.mjs', import.meta.url));

/** The programs of one cluster and their folder, held by a process that outlives this one. */
export class Processes {
  /** The cluster's own folder, mode 0700; it goes when the programs end. */
  readonly directory: string;
  readonly #supervisor: ChildProcess;
  readonly #pids = new Map<string, number>();
  readonly #ended = new Map<string, string>();
  readonly #starts = new Map<string, ProgramStart>();
  #stopping: Promise<void> | undefined;

  private constructor(supervisor: ChildProcess, directory: string) {
    this.#supervisor = supervisor;
    this.directory = directory;
    supervisor.on('message', (message: Message) => this.#hear(message));
    // Only if someone killed it: the programs then have nobody else to end them.
    supervisor.on('exit', () => this.#killAll());
  }

  static async start(): Promise<Processes> {
    const supervisor = fork(script, {
      // A session of its own, so that Ctrl-C in the terminal does not reach it half-way.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A loader of the test runner must not run in it.
      execArgv: [],
      env: environment({}),
    });
    const first = await Promise.race([
      once(supervisor, 'message') as Promise<[Message]>,
      once(supervisor, 'exit'),
    ]);
    const directory = (first[0] as Message | null)?.directory;
    if (directory === undefined) throw new Error('The supervisor of the cluster did not start.');
    return new Processes(supervisor, directory);
  }

  /** The process ids of what runs now, by name. */
  get pids(): ReadonlyMap<string, number> {
    return this.#pids;
  }

  run(start: ProgramStart): void {
    const { name, file, args, env = {} } = start;
    this.#starts.set(name, start);
    this.#ended.delete(name);
    this.#supervisor.send({ start: { name, file, args, env: environment(env) } });
  }

  /** Kills a program, and starts it again as it was. */
  async restart(name: string): Promise<void> {
    const [start, pid] = [this.#starts.get(name), this.#pids.get(name)];
    if (start === undefined || pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
    await waitFor(() => this.#ended.has(name), { describe: `${name} does not end` });
    this.run(start);
  }

  /** Fails, with the end of its log, if this program does not run any more. */
  async expectRunning(name: string): Promise<void> {
    const reason = this.#ended.get(name);
    if (reason !== undefined) throw new Error(await this.explain(name, `ended (${reason})`));
  }

  /** What happened to a program, with the last lines of its log. */
  async explain(name: string, event: string): Promise<string> {
    const log = await readFile(join(this.directory, `${name}.log`), 'utf8').catch(() => '');
    const lines = log.trim().split('\n').slice(-15).join('\n');
    return `${name} ${event}. The end of its log:\n${lines}`;
  }

  /** Lets the test process end by itself; the cluster then ends with it. */
  unref(): void {
    this.#supervisor.unref();
    this.#supervisor.channel?.unref();
  }

  /** Ends all programs, then removes the folder. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const supervisor = this.#supervisor;
    if (supervisor.exitCode === null && supervisor.signalCode === null) {
      supervisor.ref();
      const exited = once(supervisor, 'exit');
      supervisor.send({ stop: true });
      await exited;
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  #hear({ started, exited, failed, pid, reason = '' }: Message): void {
    if (started !== undefined && pid !== undefined) this.#pids.set(started, pid);
    const ended = exited ?? failed;
    if (ended === undefined) return;
    this.#pids.delete(ended);
    this.#ended.set(ended, reason);
  }

  #killAll(): void {
    for (const pid of this.#pids.values()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
    this.#pids.clear();
  }
}

/** Few variables: what a person has set for their own clusters and tools must not come in. */
function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  // Memory is cheaper than the time to collect it: their heaps are small and short-lived.
  return { PATH, HOME, GOGC: '400', ...(TMPDIR === undefined ? {} : { TMPDIR }), ...more };
}
