import type { FileTree } from '../core/index.ts';
import { filesRead, joinPath, type Tree } from '../reconcile/index.ts';
import type { Folder } from './folders.ts';
import type { AppBefore } from './app-before.ts';

/** What becomes of a repository whose folders apps take over. */
export interface Replacement {
  /** Files that Flux read, and that nothing reads any more or that are written anew. */
  readonly removed: readonly string[];
  readonly written: FileTree;
}

/** All files of a tree, by their paths. */
export function filesOf(tree: Tree): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const visit = (folder: string): void => {
    for (const [name, kind] of tree.list(folder) ?? []) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'folder' && name !== '.git' && name !== 'node_modules') visit(path);
      else if (kind === 'file') files.set(path, tree.read(path));
    }
  };
  visit('');
  return files;
}

/**
 * Finds what written apps replace.
 *
 * @param folders everything that is applied, also what is not taken over
 * @param treeWith makes a tree of the one before, without some files and with others
 */
export function replacementOf(
  before: Tree,
  apps: readonly AppBefore[],
  folders: readonly Folder[],
  written: FileTree,
  treeWith: (removed: readonly string[], written: FileTree) => Tree,
): Replacement {
  const hidden = apps.flatMap(({ replaced, directory }) => [
    ...replaced,
    ...kustomizationsIn(before, directory),
  ]);
  const after = treeWith(hidden, written);
  const readBefore = allRead(before, folders, true);
  const readAfter = allRead(after, folders, false);
  const unread = [...readBefore].filter((file) => !readAfter.has(file) && !written.has(file));
  const removed = [...new Set([...hidden, ...unread, ...overwritten(before, written)])].sort();
  return { removed, written };
}

function overwritten(before: Tree, written: FileTree): readonly string[] {
  return [...written.keys()].filter((file) => {
    const slash = file.lastIndexOf('/');
    return before.list(file.slice(0, Math.max(slash, 0)))?.get(file.slice(slash + 1)) === 'file';
  });
}

function kustomizationsIn(tree: Tree, folder: string): string[] {
  const names = [...(tree.list(folder) ?? new Map<string, never>()).keys()];
  return names
    .filter((name) => /^(?:kustomization\.ya?ml|Kustomization)$/.test(name))
    .map((name) => joinPath(folder, name) ?? name);
}

/**
 * What the builds of folders read.
 *
 * @param isToGo whether it is asked in order to remove it: what an artifact copies for a folder has to be
 * there although nothing reads it, or the copy fails
 */
function allRead(tree: Tree, folders: readonly Folder[], isToGo: boolean): Set<string> {
  const read = folders.flatMap(({ path, users }) =>
    users.flatMap(({ kustomization: { manifest, source } }) => {
      const spec = manifest['spec'] as object | undefined;
      const files = filesRead(tree, { ...spec, path });
      const isCopied = source.startsWith('ExternalArtifact/');
      return isToGo && isCopied ? files.filter((file) => file.startsWith(`${path}/`)) : files;
    }),
  );
  return new Set(read);
}
