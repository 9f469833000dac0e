import { lstatSync, readdirSync, type Stats } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { gitNow } from '../git/run.ts';

/** Folders that hold no file of the tree itself. */
const skipped = new Set(['.git', 'node_modules']);

/** Bytes of the largest file that can be one of secrets; a tree may hold films. */
const largest = 64 * 1024 * 1024;

/**
 * The files that some paths stand for: a file for itself, a folder for all that Git has or would add
 * below it. What Git ignores cannot be committed by accident. A folder of which Git knows nothing is
 * walked. Links are not followed: what stands behind one is elsewhere.
 *
 * @throws DiagnosticError where a path is not there
 */
export function findFiles(paths: readonly string[]): readonly string[] {
  const found = paths.flatMap((each) => {
    const stats = statsOf(each);
    if (!stats.isDirectory()) return stats.isFile() ? [each] : [];
    const known = inGit(each);
    const files = known.length > 0 ? known : walk(each, '');
    return files.map((file) => path.join(each, file)).filter(isCandidate);
  });
  return [...new Set(found)].sort();
}

/** Whether a path that is there is a folder. */
export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether a path that is there is a link. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function statsOf(file: string): Stats {
  try {
    return lstatSync(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const message =
      code === 'ENOENT' ? 'there is no such file' : `the file cannot be read: ${code}`;
    throw new DiagnosticError([errorAt('unreadable-file', { file }, message)]);
  }
}

/** Git lists deleted files and submodules too. */
function isCandidate(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= largest;
}

function inGit(folder: string): readonly string[] {
  const listed = gitNow(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if ('problem' in listed) return [];
  return listed.output
    .toString('utf8')
    .split('\0')
    .filter((file) => file !== '');
}

function walk(root: string, below: string): readonly string[] {
  return readdirSync(path.join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(below, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(root, file);
    return entry.isFile() ? [file] : [];
  });
}
