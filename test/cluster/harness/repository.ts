import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../../tools/run.ts';

/** What a commit is made of: texts by path, or a folder, which is read as it is. */
export type Tree = ReadonlyMap<string, string> | string;

interface Entry {
  readonly mode: '100644' | '100755' | '120000';
  readonly content: Buffer;
}

// What source-controller leaves out of an artifact when nobody says otherwise.
const ignored = [
  '.git/,.gitignore,.gitmodules,.gitattributes',
  '*.jpg,*.jpeg,*.gif,*.png,*.wmv,*.flv,*.tar.gz,*.zip',
  '.github/,.circleci/,.travis.yml,.gitlab-ci.yml,appveyor.yml,.drone.yml,cloudbuild.yaml',
  'codeship-services.yml,codeship-steps.yml',
  '.goreleaser.yml,.sops.yaml,.flux.yaml',
].flatMap((list) => list.split(','));

/** A Git repository of one branch, `main`. */
export class Repository {
  readonly #directory: string;
  #commits = 0;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async create(directory: string): Promise<Repository> {
    await mkdir(directory, { recursive: true });
    const repository = new Repository(directory);
    await repository.#git(['init', '--quiet', '--bare', '--initial-branch=main']);
    return repository;
  }

  /** Commits this tree in place of all that was there, also where nothing changes. */
  async commit(tree: Tree): Promise<string> {
    const entries = typeof tree === 'string' ? await readTree(tree) : textEntries(tree);
    // Fixed times: the same trees in the same order have the same commits.
    const time = 1_700_000_000 + this.#commits;
    const parent = this.#commits === 0 ? '' : 'from refs/heads/main^0\n';
    this.#commits += 1;
    const author = `Harness <harness@example.org> ${time} +0000`;
    const head = `commit refs/heads/main\ncommitter ${author}\ndata 0\n${parent}deleteall\n`;
    const parts: Buffer[] = [Buffer.from(head)];
    for (const [path, { mode, content }] of entries) {
      parts.push(Buffer.from(`M ${mode} inline ${quote(path)}\ndata ${content.length}\n`));
      parts.push(content, Buffer.from('\n'));
    }
    await this.#git(['fast-import', '--quiet'], Buffer.concat(parts));
    return (await this.#git(['rev-parse', 'refs/heads/main'])).trim();
  }

  /** The newest commit; undefined where there is none. */
  async tip(): Promise<string | undefined> {
    const found = await this.#git(['for-each-ref', '--format=%(objectname)', 'refs/heads/main']);
    return found.trim() === '' ? undefined : found.trim();
  }

  /** Writes a commit's tree, as source-controller would pack it, to a tar file. */
  async archive(commit: string, file: string): Promise<void> {
    // A .sourceignore is not read: nothing that Sluice writes has one.
    const left = ignored.map((pattern) => `:(exclude,glob)**/${pattern.replace(/\/$/, '/**')}`);
    await this.#git(['archive', '--format=tar', `--output=${file}`, commit, '--', '.', ...left]);
  }

  #git(args: readonly string[], input?: Buffer): Promise<string> {
    return run('git', args, {
      cwd: this.#directory,
      // Nothing of the person's own configuration, such as signing or hooks.
      env: {
        PATH: process.env['PATH'] ?? '',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_DIR: this.#directory,
      },
      ...(input === undefined ? {} : { input }),
    });
  }
}

/** The files of a tree as texts, for those who look into it; links and binaries make no sense. */
export async function textsOf(tree: Tree): Promise<ReadonlyMap<string, string>> {
  if (typeof tree !== 'string') return tree;
  const entries = await readTree(tree);
  return new Map(entries.map(([path, { content }]) => [path, content.toString('utf8')]));
}

function textEntries(tree: ReadonlyMap<string, string>): [string, Entry][] {
  return [...tree].map(([path, text]) => [path, { mode: '100644', content: Buffer.from(text) }]);
}

async function readTree(root: string, below = ''): Promise<[string, Entry][]> {
  const entries: [string, Entry][] = [];
  for (const name of (await readdir(join(root, below))).sort()) {
    if (name === '.git') continue;
    const path = below === '' ? name : `${below}/${name}`;
    const file = join(root, path);
    const stats = await lstat(file);
    if (stats.isDirectory()) {
      entries.push(...(await readTree(root, path)));
    } else if (stats.isSymbolicLink()) {
      entries.push([path, { mode: '120000', content: Buffer.from(await readlink(file)) }]);
    } else {
      const mode = (stats.mode & 0o100) === 0 ? '100644' : '100755';
      entries.push([path, { mode, content: await readFile(file) }]);
    }
  }
  return entries;
}

/** As fast-import reads a path. */
function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
