import type { Tree } from '../reconcile/index.ts';

/** What a tree has in a folder, as a tree of its own. */
export function belowFolder(tree: Tree, folder: string): Tree {
  if (folder === '') return tree;
  const inside = (path: string): string => (path === '' ? folder : `${folder}/${path}`);
  return {
    list: (path) => tree.list(inside(path)),
    size: (file) => tree.size(inside(file)),
    read: (file) => tree.read(inside(file)),
    hash: (file) => tree.hash(inside(file)),
  };
}

/** The files of a folder and those below, by their paths. */
export function* filesBelow(tree: Tree, folder: string): Generator<string> {
  for (const [name, kind] of tree.list(folder) ?? []) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder') yield* filesBelow(tree, path);
    if (kind === 'file') yield path;
  }
}
