import { createHash } from 'node:crypto';
import type { EntryKind, Tree } from '../../reconcile/index.ts';

/** Files that are in memory, such as those of an archive, as a tree. */
export function memoryTree(files: ReadonlyMap<string, Uint8Array>): Tree {
  const folders = foldersOf([...files.keys()].map((path) => [path, 'file']));
  const read = (file: string): Uint8Array => {
    const content = files.get(file);
    if (content === undefined) throw new Error(`there is no file ${file}`);
    return content;
  };
  return {
    list: (folder) => folders.get(folder),
    size: (file) => read(file).length,
    read,
    hash: (file) => {
      const content = read(file);
      return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    },
  };
}

/** What a tree lists, from the paths of all that is in it but folders. */
export function foldersOf(
  paths: Iterable<readonly [path: string, kind: EntryKind]>,
): ReadonlyMap<string, ReadonlyMap<string, EntryKind>> {
  const folders = new Map<string, Map<string, EntryKind>>([['', new Map()]]);
  const place = (path: string, kind: EntryKind): void => {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    let names = folders.get(folder);
    if (names === undefined) {
      names = new Map();
      folders.set(folder, names);
      place(folder, 'folder');
    }
    names.set(path.slice(slash + 1), kind);
  };
  for (const [path, kind] of paths) place(path, kind);
  return new Map(
    [...folders].map(([folder, names]) => {
      const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
      return [folder, new Map(sorted)] as const;
    }),
  );
}
