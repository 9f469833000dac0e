import { memoryTree as treeInMemory } from '../../lib/io/reconcile/index.ts';
import type { Tree } from '../../lib/reconcile/tree.ts';

/** A tree that exists only in a test. */
export function memoryTree(files: Readonly<Record<string, string>>): Tree {
  const encoder = new TextEncoder();
  return treeInMemory(
    new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
  );
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
