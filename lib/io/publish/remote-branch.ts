import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import type { Late, Tip } from '../../publish/index.ts';
import { commitTree, reasonOf } from '../git/index.ts';
import type { Failure } from '../process/index.ts';
import type { Address } from './address.ts';
import { type GitSettings, runGit } from './git.ts';

/** What a commit changes. */
export interface Changes {
  readonly writes: ReadonlyMap<string, string>;
  readonly deletes: readonly string[];
}

const local = 'refs/heads/tip';

/** What Git says where another push was faster, or is going on. */
const cameFirst =
  /\[rejected\]|\((?:fetch first|non-fast-forward|stale info)\)|cannot lock ref|failed to update ref|incorrect old value/;

/** What Git says where a forge does not let it in over http. */
const asksForToken = /could not read (?:Username|Password)|Authentication failed|\b40[13]\b/;

/**
 * A branch that others push to as well, through a repository of its own without a working tree: what
 * is not published stays as it is, whatever it is.
 */
export class RemoteBranch {
  readonly #address: Address;
  readonly #branch: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  /** @param folder an empty one, which the caller removes */
  constructor(address: Address, branch: string, folder: string, env: NodeJS.ProcessEnv) {
    this.#address = address;
    this.#branch = branch;
    this.#folder = folder;
    this.#env = env;
  }

  /** @throws DiagnosticError where the repository cannot be reached or has no such branch */
  async open(): Promise<void> {
    await this.#need('init', '--bare', '--quiet', '--template=', '.');
  }

  /**
   * Gets the newest commit and the files in it, not what was before. A repository without any commit
   * is as good as a branch without files: it is what forges make.
   */
  async tip(): Promise<Tip> {
    const reference = `refs/heads/${this.#branch}`;
    const fetched = await this.#fetch('--depth=1', `+${reference}:${local}`);
    if (!('output' in fetched)) {
      const heads = await this.#heads(fetched);
      if (heads.length > 0) throw this.#unreachable(fetched, heads);
      return { id: '', tree: await commitTree(this.#folder, await this.#emptyTree()) };
    }
    const id = (await this.#need('rev-parse', `${local}^{commit}`)).trim();
    return { id, tree: await commitTree(this.#folder, id) };
  }

  /**
   * The messages of the branch's commits, the newest first. More history is fetched as it is asked
   * for.
   *
   * @throws DiagnosticError where the repository is itself without what came before
   */
  async *messages(): AsyncIterable<string> {
    if ((await this.#need('for-each-ref', local)) === '') return;
    let known = 0;
    for (const deepen of ['', '--deepen=100', '--deepen=1000', '--unshallow']) {
      if (deepen !== '') {
        if (!(await this.#isShallow())) return;
        const fetched = await this.#fetch(deepen, `+refs/heads/${this.#branch}:${local}`);
        if (!('output' in fetched)) throw this.#failed(reasonOf(fetched));
      }
      const log = await this.#need('log', '-z', '--format=%B', '--first-parent', local);
      const all = log.replace(/\0$/, '').split('\0');
      yield* all.slice(known);
      known = all.length;
    }
    if (await this.#isShallow()) {
      throw this.#failed('it is a shallow clone, which does not say what was published before');
    }
  }

  /** Makes a commit on top of another one, signed where the settings say so. It is not yet pushed. */
  async commit(
    { id: parent }: Tip,
    { writes, deletes }: Changes,
    message: string,
    settings: GitSettings,
  ): Promise<string> {
    const files = path.join(this.#folder, 'staged');
    mkdirSync(files, { recursive: true, mode: 0o700 });
    const names = [...writes.values()].map((text, index) => {
      const file = path.join(files, String(index));
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    });
    const list = names.length > 0 ? `${names.join('\n')}\n` : '';
    const hashes = await this.#needWith(list, 'hash-object', '-w', '--no-filters', '--stdin-paths');
    const blobs = hashes.trim().split('\n');
    const written = [...writes.keys()].map(
      (file, index) => `100644 ${blobs[index] ?? ''}\t${file}\0`,
    );
    const removed = deletes.map((file) => `0 ${'0'.repeat(parent.length)}\t${file}\0`);
    await this.#need('read-tree', parent === '' ? '--empty' : parent);
    // What is removed goes first: a folder may take the place of a file.
    const entries = [...removed, ...written].join('');
    await this.#needWith(entries, 'update-index', '-z', '--index-info');
    const tree = (await this.#need('write-tree')).trim();
    const isSigned = settings['commit.gpgsign'] === 'true';
    const sign = isSigned ? ['-S'] : [];
    const parents = parent === '' ? [] : ['-p', parent];
    const args = ['commit-tree', ...sign, ...parents, '-F', '-', tree];
    return (await this.#run(args, { input: message, settings })).trim();
  }

  /**
   * Pushes a commit.
   *
   * @returns why the commit must be made anew: the branch has moved on, or others are about to move it
   * @throws DiagnosticError where it is refused
   */
  async push(commit: string): Promise<Late | undefined> {
    const { url, isLocal } = this.#address;
    // Whoever works in a checkout has what was published; Git refuses where that would lose anything.
    const receive = isLocal ? [`--receive-pack=${intoCheckout}`] : [];
    const args = ['push', '--quiet', ...receive, '--', url, `${commit}:refs/heads/${this.#branch}`];
    const ended = await this.#git(args, { settings: this.#address.settings });
    if ('output' in ended) return undefined;
    // A connection can break after the push has arrived.
    if ((await this.tip()).id === commit) return undefined;
    if (cameFirst.test(ended.errors)) return { late: reasonOf(ended) };
    throw this.#failed(reasonOf(ended));
  }

  async #isShallow(): Promise<boolean> {
    return (await this.#need('rev-parse', '--is-shallow-repository')).trim() === 'true';
  }

  #fetch(depth: string, reference: string) {
    const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--update-head-ok'];
    const args = ['fetch', ...quietly, depth, '--', this.#address.url, reference];
    return this.#git(args, { settings: this.#address.settings });
  }

  /** The branches that the repository has. */
  async #heads(failure: Failure): Promise<readonly string[]> {
    const args = ['ls-remote', '--heads', '--', this.#address.url];
    const listed = await this.#git(args, { settings: this.#address.settings });
    if (!('output' in listed)) throw this.#failed(reasonOf(failure));
    const heads = [...listed.output.toString('utf8').matchAll(/\trefs\/heads\/(.+)$/gm)];
    return heads.map(([, name = '']) => name);
  }

  #unreachable(failure: Failure, heads: readonly string[]): DiagnosticError {
    if (heads.includes(this.#branch)) return this.#failed(reasonOf(failure));
    const message = `the repository has no branch ${this.#branch}`;
    const hint = `It has: ${heads.slice(0, 10).join(', ')}.`;
    return new DiagnosticError([errorAt('unknown-branch', {}, message, { hint })]);
  }

  async #emptyTree(): Promise<string> {
    return (await this.#need('hash-object', '-t', 'tree', '-w', '--stdin')).trim();
  }

  #failed(reason: string): DiagnosticError {
    const { url, settings } = this.#address;
    const token =
      Object.keys(settings).length > 0
        ? 'It does not take the token of SLUICE_GIT_TOKEN, which may have expired, or may not write.'
        : 'It asks who you are: put a token in the variable SLUICE_GIT_TOKEN.';
    const hint = `Nothing was published.${asksForToken.test(reason) ? ` ${token}` : ''}`;
    return new DiagnosticError([errorAt('publish-failed', {}, `${url}: ${reason}`, { hint })]);
  }

  #need(...args: string[]): Promise<string> {
    return this.#run(args, {});
  }

  #needWith(input: string, ...args: string[]): Promise<string> {
    return this.#run(args, { input });
  }

  async #run(
    args: readonly string[],
    more: { readonly input?: string; readonly settings?: GitSettings },
  ): Promise<string> {
    const ended = await this.#git(args, more);
    if ('output' in ended) return ended.output.toString('utf8');
    throw this.#failed(reasonOf(ended));
  }

  #git(
    args: readonly string[],
    more: { readonly input?: string; readonly settings?: GitSettings },
  ) {
    return runGit({ directory: this.#folder, args, env: this.#env, ...more });
  }
}

/** A constant: Git gives it to a shell. */
const intoCheckout = 'git -c receive.denyCurrentBranch=updateInstead receive-pack';
