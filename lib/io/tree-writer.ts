import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Diagnostic, DiagnosticError, errorAt, type FileTree } from '../core/index.ts';
import { type ExistingTree, type TreeChanges, treeChanges } from '../synth/index.ts';
import { commit, recover, stage, withLock } from './journal.ts';

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** The files below a folder. Links are not followed: what stands behind one is not ours. */
function existingTree(root: string): ExistingTree {
  return {
    read: (file) => {
      try {
        return readFileSync(path.join(root, file), 'utf8');
      } catch (error) {
        const code = codeOf(error);
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw error;
      }
    },
    folders: (folder) => {
      try {
        return readdirSync(path.join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
          .sort();
      } catch (error) {
        const code = codeOf(error);
        if (code === 'ENOENT' || code === 'ENOTDIR') return [];
        throw error;
      }
    },
  };
}

/** Links and files where the tree has folders: writing through one could leave the tree. */
function blockedFolders(root: string, files: Iterable<string>): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let each = path.posix.dirname(file); each !== '.'; each = path.posix.dirname(each)) {
      if (folders.has(each)) break;
      folders.add(each);
    }
  }
  return [...folders].filter((folder) => {
    const stats = lstatSync(path.join(root, folder), { throwIfNoEntry: false });
    return stats !== undefined && !stats.isDirectory();
  });
}

function inTheWay(root: string, files: readonly string[]): Diagnostic[] {
  return files.map((file) =>
    errorAt(
      'foreign-file',
      { file: path.join(root, file) },
      `${file} is in the way, and Sluice did not write it`,
      { hint: 'Move it, or delete it if it is not needed.' },
    ),
  );
}

function outputFailed(root: string, error: unknown): DiagnosticError {
  const message = error instanceof Error ? error.message : String(error);
  const hint =
    codeOf(error) === 'ENOSPC'
      ? 'The disk is full. Free some space and run it again; the previous output is intact.'
      : 'Check that it is a folder that can be written; the previous output is intact.';
  return new DiagnosticError([errorAt('output-failed', { file: root }, message, { hint })]);
}

/**
 * Brings the files below a folder to the state of a tree: writes what differs, removes what an
 * earlier run wrote and this one does not, and leaves everything else alone. New texts are
 * staged first and moved into place by rename, so a failure leaves the previous output, and a
 * run that was interrupted while it moved them is finished by the next one.
 *
 * @param clusters the clusters whose earlier files may be removed. Default: all
 * @throws DiagnosticError where a file is in the way or the folder cannot be written
 */
export function writeTree(root: string, tree: FileTree, clusters?: readonly string[]): TreeChanges {
  try {
    mkdirSync(root, { recursive: true });
    return withLock(root, () => {
      recover(root);
      const blocked = blockedFolders(root, tree.keys());
      if (blocked.length > 0) throw new DiagnosticError(inTheWay(root, blocked));
      const changes = treeChanges(existingTree(root), tree, clusters);
      if (changes.foreign.length > 0) throw new DiagnosticError(inTheWay(root, changes.foreign));
      if (changes.writes.size > 0 || changes.deletes.length > 0) {
        stage(root, changes);
        commit(root);
      }
      return changes;
    });
  } catch (error) {
    throw error instanceof DiagnosticError ? error : outputFailed(root, error);
  }
}
