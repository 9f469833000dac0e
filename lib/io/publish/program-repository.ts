import { DiagnosticError, errorAt } from '../../core/index.ts';
import { withoutCredentials } from '../registry/index.ts';
import { reasonOf } from '../git/index.ts';
import { type GitSettings, runGit } from './git.ts';

/** The Git repository that holds the program. */
export class ProgramRepository {
  readonly #directory: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(directory: string, env: NodeJS.ProcessEnv) {
    this.#directory = directory;
    this.#env = env;
  }

  /** The newest commit. */
  async revision(): Promise<string> {
    const found = await this.#git('rev-parse', '--verify', 'HEAD^{commit}');
    if (typeof found === 'string') return found.trim();
    const hint = 'Publishing says from which commit: run it in a checkout of the program.';
    throw failed('uncommitted-program', `the program has no commit: ${reasonOf(found)}`, hint);
  }

  /** The branch that is checked out, or that the CI job of a detached checkout says it is for. */
  async branch(): Promise<string> {
    const found = await this.#git('symbolic-ref', '--quiet', '--short', 'HEAD');
    if (typeof found === 'string') return found.trim();
    // A tag can be called as a branch is.
    const isTag = this.#env['GITHUB_REF_TYPE'] === 'tag';
    const ofGitHub = isTag ? undefined : this.#env['GITHUB_REF_NAME'];
    const named = ofGitHub ?? this.#env['CI_COMMIT_BRANCH'] ?? '';
    if (named !== '') return named;
    const hint = 'Check out the branch: git switch main.';
    throw failed('uncommitted-program', 'no branch of the program is checked out', hint);
  }

  /** When the newest commit was made, as RFC 3339 has it. */
  async committed(): Promise<string> {
    const found = await this.#git('show', '--no-patch', '--format=%ct', 'HEAD');
    const seconds = typeof found === 'string' ? Number(found.trim()) : 0;
    return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** Where the program is kept, without credentials; undefined where it is here alone. */
  async url(): Promise<string | undefined> {
    const found = await this.#git('remote', 'get-url', 'origin');
    return typeof found === 'string' ? withoutCredentials(found.trim()) : undefined;
  }

  /** Files that are not as they were committed, and files that are in no commit. */
  async uncommitted(): Promise<readonly string[]> {
    const found = await this.#git('status', '--porcelain', '-z', '--untracked-files=normal');
    if (typeof found !== 'string') {
      throw failed('uncommitted-program', `its state cannot be read: ${reasonOf(found)}`);
    }
    return found.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
  }

  /**
   * Whether one commit is another one or before it; undefined where this checkout does not go back
   * that far.
   */
  async isBefore(older: string, newer: string): Promise<boolean | undefined> {
    if (older === newer) return true;
    if (typeof (await this.#git('cat-file', '-e', `${older}^{commit}`)) !== 'string')
      return undefined;
    const found = await this.#git('merge-base', '--is-ancestor', older, newer);
    if (typeof found === 'string') return true;
    const isShallow = await this.#git('rev-parse', '--is-shallow-repository');
    return isShallow === 'true\n' ? undefined : false;
  }

  /** Who commits here, and how commits are signed: for commits made elsewhere. */
  async commitSettings(): Promise<GitSettings> {
    const found = await this.#git('config', '-z', '--get-regexp', '^(user|gpg|commit)\\.');
    const lines = typeof found === 'string' ? found.split('\0').filter(Boolean) : [];
    const settings = Object.fromEntries(
      lines.map((line) => {
        const [key = '', ...value] = line.split('\n');
        return [key, value.join('\n')];
      }),
    );
    // Git knows several words for it.
    const signs = await this.#git('config', '--type=bool', '--get', 'commit.gpgsign');
    const isSigned = typeof signs === 'string' && { 'commit.gpgsign': signs.trim() };
    return { 'user.name': 'Sluice', 'user.email': 'sluice@localhost', ...settings, ...isSigned };
  }

  async #git(...args: string[]) {
    const ended = await runGit({ directory: this.#directory, args, env: this.#env });
    return 'output' in ended ? ended.output.toString('utf8') : ended;
  }
}

function failed(code: 'uncommitted-program', message: string, hint?: string): DiagnosticError {
  return new DiagnosticError([errorAt(code, {}, message, hint === undefined ? {} : { hint })]);
}
