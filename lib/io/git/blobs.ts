import { availableParallelism } from 'node:os';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { git, type GitOutput, gitNow } from './run.ts';

const batch = ['cat-file', '--batch'];
/** From so many on, another process is worth its start. */
const worthwhile = 500;

/** The content of a repository's files, by their object names; each is read once. */
export class Blobs {
  readonly #root: string;
  readonly #contents = new Map<string, Uint8Array>();

  constructor(root: string) {
    this.#root = root;
  }

  get(name: string): Uint8Array | undefined {
    return this.#contents.get(name);
  }

  /** Reads all of these: starting Git for each would take milliseconds a file. */
  async fetch(names: Iterable<string>): Promise<void> {
    const missing = this.#missing(names);
    const processes = Math.min(availableParallelism(), Math.ceil(missing.length / worthwhile));
    const share = Math.ceil(missing.length / Math.max(1, processes));
    const parts = Array.from({ length: processes }, (_, index) =>
      missing.slice(index * share, (index + 1) * share),
    );
    const read = await Promise.all(parts.map((part) => git(this.#root, batch, listOf(part))));
    for (const [index, part] of parts.entries()) this.#add(part, read[index]);
  }

  /** Reads them while all else waits. */
  load(names: Iterable<string>): void {
    const missing = this.#missing(names);
    if (missing.length > 0) this.#add(missing, gitNow(this.#root, batch, listOf(missing)));
  }

  #missing(names: Iterable<string>): readonly string[] {
    return [...new Set(names)].filter((name) => !this.#contents.has(name));
  }

  #add(names: readonly string[], read: GitOutput | undefined): void {
    if (read === undefined) return;
    if ('problem' in read) {
      throw new DiagnosticError([errorAt('unknown-revision', {}, read.problem)]);
    }
    let at = 0;
    for (const name of names) {
      // <name> SP <type> SP <size> LF <content> LF, or <name> SP missing LF (git-cat-file).
      const end = read.output.indexOf(10, at);
      const [, , size] = read.output.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (size === undefined) throw notThere(name);
      this.#contents.set(name, read.output.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
  }
}

function listOf(names: readonly string[]): string {
  return `${names.join('\n')}\n`;
}

function notThere(name: string): DiagnosticError {
  const hint = 'In a partial clone, fetch it first: git fetch --refetch origin.';
  const message = `the repository lacks the object ${name}`;
  return new DiagnosticError([errorAt('unknown-revision', {}, message, { hint })]);
}
