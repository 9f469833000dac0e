import { DiagnosticError, errorAt } from '../../core/index.ts';
import { git } from './run.ts';

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

  /** Reads all of these in one run of Git: starting it for each would take milliseconds a file. */
  load(names: readonly string[]): void {
    const missing = [...new Set(names)].filter((name) => !this.#contents.has(name));
    if (missing.length === 0) return;
    const read = git(this.#root, ['cat-file', '--batch'], `${missing.join('\n')}\n`);
    if ('problem' in read) {
      throw new DiagnosticError([errorAt('unknown-revision', {}, read.problem)]);
    }
    let at = 0;
    for (const name of missing) {
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

function notThere(name: string): DiagnosticError {
  const hint = 'In a partial clone, fetch it first: git fetch --refetch origin.';
  const message = `the repository lacks the object ${name}`;
  return new DiagnosticError([errorAt('unknown-revision', {}, message, { hint })]);
}
