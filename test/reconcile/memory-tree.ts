import { createHash } from 'node:crypto';
import type { EntryKind, Tree } from '../../lib/reconcile/tree.ts';

/** A tree that exists only in a test. */
export function memoryTree(files: Readonly<Record<string, string>>): Tree {
  const folders = new Map<string, Map<string, EntryKind>>([['', new Map()]]);
  for (const path of Object.keys(files).sort()) {
    const names = path.split('/');
    names.forEach((name, depth) => {
      const folder = names.slice(0, depth).join('/');
      const entries = folders.get(folder) ?? new Map<string, EntryKind>();
      folders.set(folder, entries);
      entries.set(name, depth === names.length - 1 ? 'file' : 'folder');
    });
  }
  const read = (file: string) => new TextEncoder().encode(files[file]);
  return {
    list: (folder) => sorted(folders.get(folder)),
    size: (file) => read(file).length,
    read,
    hash: (file) => createHash('sha1').update(read(file)).digest('hex'),
  };
}

function sorted(names: ReadonlyMap<string, EntryKind> | undefined) {
  return names && new Map([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files of a tree and what they hold. */
export function contentOf(tree: Tree, folder = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, kind] of tree.list(folder) ?? []) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder') Object.assign(found, contentOf(tree, path));
    else found[path] = new TextDecoder().decode(tree.read(path));
  }
  return found;
}
