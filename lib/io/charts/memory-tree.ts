import { createHash } from 'node:crypto';
import type { EntryKind, Tree } from '../../reconcile/tree.ts';
import type { Files } from './archive.ts';

/** Unpacked files as a tree. */
export function memoryTree(files: Files): Tree {
  const lists = new Map<string, Map<string, EntryKind>>([['', new Map()]]);
  for (const path of files.keys()) {
    const parts = path.split('/');
    for (const [depth, name] of parts.entries()) {
      const folder = parts.slice(0, depth).join('/');
      const list = lists.get(folder) ?? new Map<string, EntryKind>();
      list.set(name, depth === parts.length - 1 ? 'file' : 'folder');
      lists.set(folder, list);
    }
  }
  const sorted = new Map(
    [...lists].map(([folder, list]) => [
      folder,
      new Map([...list].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
  const read = (file: string): Uint8Array => files.get(file) ?? new Uint8Array();
  return {
    list: (folder) => sorted.get(folder),
    size: (file) => read(file).length,
    read,
    hash: (file) => {
      const content = read(file);
      return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    },
  };
}
