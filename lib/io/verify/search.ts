import { secretShapes } from '../../kubernetes/index.ts';
import { readText, type Tree } from '../../reconcile/index.ts';
import { ownershipMark } from '../../synth/index.ts';
import type { CommittedFiles } from '../../verify/index.ts';
import { git } from '../git/run.ts';

const keyMarks = secretShapes
  .filter(({ name }) => name.startsWith('a private key'))
  // What Git knows as an extended expression has no groups that do not capture.
  .map(({ mark }) => mark.replaceAll('(?:', '('));

/**
 * Searches all files of a commit for the marks of private keys and of Sluice. Only names of files come
 * back: which of them hold a key is decided by who reads them.
 *
 * @param folder of the repository, which may be bare
 */
export async function searchFiles(
  folder: string,
  commit: string,
  name: string,
  tree: Tree,
): Promise<CommittedFiles | { readonly problem: string }> {
  const keys = await grep(folder, commit, ['-E', ...keyMarks.flatMap((each) => ['-e', each])]);
  const first = ownershipMark.split('\n')[0] ?? '';
  const owned = await grep(folder, commit, ['-F', '-e', first]);
  if ('problem' in keys) return keys;
  if ('problem' in owned) return owned;
  const isOwned = (file: string): boolean =>
    /(?:^|\/)kustomization\.yaml$/.test(file) && readText(tree, file).startsWith(ownershipMark);
  return {
    name,
    tree,
    withKeyMarks: keys.files,
    withOwnershipMark: owned.files.filter(isOwned),
  };
}

async function grep(
  folder: string,
  commit: string,
  patterns: readonly string[],
): Promise<{ readonly files: readonly string[] } | { readonly problem: string }> {
  const found = await git(folder, ['grep', '-l', '-z', '-a', ...patterns, commit, '--']);
  // Git ends with 1 where nothing is found, and says nothing.
  if ('problem' in found) return found.problem === '' ? { files: [] } : found;
  const names = found.output.toString('utf8').split('\0').filter(Boolean);
  return { files: names.map((each) => each.slice(commit.length + 1)) };
}

/** The addresses of a repository's remotes, `origin` first. */
export async function remotesOf(folder: string): Promise<readonly string[]> {
  const found = await git(folder, ['config', '-z', '--get-regexp', '^remote\\..*\\.url$']);
  if ('problem' in found) return [];
  const entries = found.output.toString('utf8').split('\0').filter(Boolean);
  const remotes = entries.map((each) => each.split('\n') as [string, string]);
  const isOrigin = ([key]: [string, string]): number => Number(key === 'remote.origin.url');
  return remotes.sort((a, b) => isOrigin(b) - isOrigin(a)).map(([, url]) => url);
}

/** Whether the repository around a folder has a commit. */
export async function hasCommit(folder: string, commit: string): Promise<boolean> {
  return 'output' in (await git(folder, ['cat-file', '-e', `${commit}^{commit}`]));
}
