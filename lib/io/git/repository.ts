import { DiagnosticError, errorAt } from '../../core/index.ts';
import type { Tree } from '../../reconcile/index.ts';
import { Blobs } from './blobs.ts';
import { type GitOutput, git } from './run.ts';
import { gitTree, type Listing, manifestsIn, parseListing } from './tree.ts';

/** A repository whose revisions can be read. */
export interface Repository {
  /** The folder of its working tree. */
  readonly root: string;
  /**
   * The files of a revision, or those below one of its folders.
   *
   * @throws DiagnosticError where there is no such revision
   */
  tree(revision: string, folder: string): Promise<Tree>;
}

/** The repository that a folder is in; undefined where it is in none. */
export async function openRepository(directory: string): Promise<Repository | undefined> {
  const found = await git(directory, ['rev-parse', '--show-toplevel']);
  if ('problem' in found) return undefined;
  const root = found.output.toString('utf8').replace(/\n$/, '');
  // Revisions share most of their files, so they share what was read.
  const blobs = new Blobs(root);
  let last: Promise<unknown> = Promise.resolve();
  return {
    root,
    async tree(revision, folder) {
      const commit = await resolve(root, revision);
      const listed = await list(root, commit, folder);
      // One after the other: the second revision then reads only what the first has not.
      last = last.then(() => blobs.fetch(manifestsIn(listed)));
      await last;
      return gitTree(listed, blobs);
    },
  };
}

/** The files of a commit of a repository that may be bare. */
export async function commitTree(root: string, commit: string): Promise<Tree> {
  const blobs = new Blobs(root);
  const listed = await list(root, commit, '');
  await blobs.fetch(manifestsIn(listed));
  return gitTree(listed, blobs);
}

async function list(root: string, commit: string, folder: string): Promise<Listing> {
  const path = folder === '' ? [] : ['--', `${folder}/`];
  const listing = await git(root, ['ls-tree', '-r', '-t', '-z', '--full-tree', commit, ...path]);
  return parseListing(textOf(listing, commit), folder);
}

async function resolve(root: string, revision: string): Promise<string> {
  // Git would read it as an option, in some of its commands in spite of --end-of-options.
  if (revision.startsWith('-')) throw unknownRevision(revision, 'a revision does not begin with -');
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const found = await git(root, args);
  if ('problem' in found) throw unknownRevision(revision, 'the repository has no such revision');
  return found.output.toString('utf8').trim();
}

function textOf(result: GitOutput, revision: string): string {
  if ('problem' in result) throw unknownRevision(revision, result.problem);
  return result.output.toString('utf8');
}

function unknownRevision(revision: string, why: string): DiagnosticError {
  const hint = 'Name a folder or a revision. In a shallow clone, fetch it: git fetch origin main.';
  return new DiagnosticError([errorAt('unknown-revision', {}, `${revision}: ${why}`, { hint })]);
}
