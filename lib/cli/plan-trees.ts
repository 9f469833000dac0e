import { existsSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt, printable } from '../core/index.ts';
import { defaultBase, openRepository, type Repository, workingTree } from '../io/git/index.ts';
import { isFolder } from '../io/is-folder.ts';
import { diskTree } from '../io/reconcile/index.ts';
import { findEntries } from '../reconcile/entry.ts';
import { joinPath, type Tree } from '../reconcile/tree.ts';

/** What a plan compares. */
export interface PlanTrees {
  readonly base: Tree;
  readonly head: Tree;
  /** The folder of the head, or of its working tree: synth notes there where files come from. */
  readonly headFolder: string;
}

/**
 * The base of a person who names none, which is told: a commit of the repository around the working
 * directory.
 *
 * @throws DiagnosticError where nothing can be compared
 */
export async function chooseBase(cwd: string): Promise<string> {
  const repository = await openRepository(cwd);
  if (repository === undefined) {
    throw usage('--base is needed: there is no Git repository here', toName);
  }
  if (existsSync(path.join(cwd, 'cdk8s.yaml')) && !(await hasManifests(repository))) {
    const message = '--base is needed: the manifests of this program are in another repository';
    throw usage(
      message,
      'Render them and compare with a clone: sluice plan --base CLONE --head dist',
    );
  }
  const base = await defaultBase(repository.root);
  if (base === undefined) {
    throw usage(
      '--base is needed: the repository has only one commit, and nothing has changed',
      toName,
    );
  }
  console.error(`Against ${printable(base.shown)}`);
  return base.revision;
}

const toName = 'Name a revision or a folder: sluice plan --base DIR --head DIR';

/** Whether Flux begins anywhere in the last commit. */
async function hasManifests(repository: Repository): Promise<boolean> {
  const tree = await repository.tree('HEAD', '').catch(() => undefined);
  return tree !== undefined && findEntries(tree).length > 0;
}

/**
 * The trees that a plan compares. What names a folder is that folder, all else is a revision of
 * the repository around the working directory; `./name` and `refs/heads/name` are never the other.
 */
export async function openTrees(
  flags: { readonly base: string; readonly head?: string; readonly path: string },
  cwd: string,
): Promise<PlanTrees> {
  const folder = joinPath('', flags.path);
  if (folder === undefined) throw usage(`--path ${flags.path} leads out of the tree`);
  const repository = await openRepository(cwd);
  const open = async (name: string): Promise<Tree> => {
    const directory = path.resolve(cwd, name);
    if (isFolder(directory)) return folderTree(directory, folder);
    if (repository) return repository.tree(name, folder);
    throw usage(`there is no folder ${name}, and no Git repository here that could know it`);
  };
  const directory = path.join(repository?.root ?? cwd, folder);
  if (flags.head !== undefined) {
    const named = path.resolve(cwd, flags.head);
    const headFolder = isFolder(named) ? path.join(named, folder) : directory;
    const [base, head] = await Promise.all([open(flags.base), open(flags.head)]);
    return { base, head, headFolder };
  }
  const base = await open(flags.base);
  const working = isFolder(directory) ? await workingTree(directory) : undefined;
  return { base, head: working ?? folderTree(directory, ''), headFolder: directory };
}

function folderTree(directory: string, folder: string): Tree {
  const root = path.join(directory, folder);
  // A side may lack the folder: all that the other has in it is new, or goes.
  return isFolder(root) ? diskTree(root) : emptyTree;
}

const emptyTree: Tree = {
  list: (folder) => (folder === '' ? new Map() : undefined),
  size: () => 0,
  read: () => new Uint8Array(),
  hash: () => '',
};

/** Whether a tree has a file. */
export function hasFile(tree: Tree, file: string): boolean {
  const slash = file.lastIndexOf('/');
  return tree.list(file.slice(0, Math.max(0, slash)))?.get(file.slice(slash + 1)) === 'file';
}

function usage(message: string, hint?: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, message, hint === undefined ? {} : { hint })]);
}
