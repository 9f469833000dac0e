import { DiagnosticError, errorAt } from '../../core/index.ts';
import type { Tree } from '../../reconcile/index.ts';
import { Blobs } from './blobs.ts';
import { type GitOutput, git } from './run.ts';
import { gitTree, parseListing } from './tree.ts';

/** A repository whose revisions can be read. */
export interface Repository {
  /** The folder of its working tree. */
  readonly root: string;
  /**
   * The files of a revision, or those below one of its folders.
   *
   * @throws DiagnosticError where there is no such revision
   */
  tree(revision: string, folder: string): Tree;
}

/** The repository that a folder is in; undefined where it is in none. */
export function openRepository(directory: string): Repository | undefined {
  const found = git(directory, ['rev-parse', '--show-toplevel']);
  if ('problem' in found) return undefined;
  const root = found.output.toString('utf8').replace(/\n$/, '');
  // Revisions share most of their files, so they share what was read.
  const blobs = new Blobs(root);
  return {
    root,
    tree(revision, folder) {
      const commit = resolve(root, revision);
      const path = folder === '' ? [] : ['--', `${folder}/`];
      const listing = git(root, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit, ...path]);
      const files = parseListing(textOf(listing, revision), folder);
      return gitTree(files, blobs);
    },
  };
}

function resolve(root: string, revision: string): string {
  // Git would read it as an option, in some of its commands in spite of --end-of-options.
  if (revision.startsWith('-')) throw unknownRevision(revision, 'a revision does not begin with -');
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const found = git(root, args);
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
