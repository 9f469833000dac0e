import { type Dirent, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Diagnostic, DiagnosticError, errorAt, type FileTree } from '../core/index.ts';
import { type ExistingTree, type TreeChanges, treeChanges } from '../synth/index.ts';
import { isFolder } from './is-folder.ts';
import { commit, recover, stage, withLock } from './journal.ts';

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/**
 * The files below a folder, each folder listed once. Links are not followed: what stands
 * behind one is not ours.
 */
class Folders implements ExistingTree {
  readonly #root: string;
  readonly #listed = new Map<string, ReadonlyMap<string, Dirent> | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  kind(path: string): 'file' | 'folder' | 'link' | undefined {
    const entry = this.#entry(path);
    if (entry === undefined) return undefined;
    if (entry.isFile()) return 'file';
    return entry.isDirectory() ? 'folder' : 'link';
  }

  read(file: string): string | undefined {
    return this.kind(file) === 'file' ? readFileSync(`${this.#root}/${file}`, 'utf8') : undefined;
  }

  folders(folder: string): readonly string[] {
    const entries = [...(this.#list(folder)?.values() ?? [])];
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  #entry(path: string): Dirent | undefined {
    const slash = path.lastIndexOf('/');
    return this.#list(path.slice(0, Math.max(0, slash)))?.get(path.slice(slash + 1));
  }

  #list(folder: string): ReadonlyMap<string, Dirent> | undefined {
    if (this.#listed.has(folder)) return this.#listed.get(folder);
    const entries = this.#exists(folder)
      ? readdirSync(`${this.#root}/${folder}`, { withFileTypes: true }).sort(byName)
      : undefined;
    const listed = entries && new Map(entries.map((entry) => [entry.name, entry]));
    this.#listed.set(folder, listed);
    return listed;
  }

  #exists(folder: string): boolean {
    if (folder === '') return isFolder(this.#root);
    return this.kind(folder) === 'folder';
  }
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

// `flux bootstrap` keeps Flux's own manifests there, under a root that prunes.
const inEntry =
  'If it is from flux bootstrap, leave it: without it Flux would remove itself. Use another folder.';

function inTheWay(root: string, files: readonly string[]): Diagnostic[] {
  return files.map((file) =>
    errorAt(
      'foreign-file',
      { file: path.join(root, file) },
      `${file} is in the way, and Sluice did not write it`,
      {
        hint: file.includes('/flux-system/')
          ? inEntry
          : 'Move it, or delete it if it is not needed.',
      },
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
 * Says what `writeTree` would do, and changes nothing.
 *
 * @param clusters the clusters whose earlier files may be removed. Default: all
 */
export function compareTree(
  root: string,
  tree: FileTree,
  clusters?: readonly string[],
): TreeChanges {
  return treeChanges(new Folders(root), tree, clusters);
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
      const existing = new Folders(root);
      const changes = treeChanges(existing, tree, clusters);
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
