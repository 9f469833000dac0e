import type { ExistingTree } from '../synth/index.ts';
import { kindOf, readText, type Tree } from '../reconcile/tree.ts';

/** The files of a branch, for what is to replace some of them. */
export function existingIn(tree: Tree): ExistingTree {
  return {
    kind: (path) => kindOf(tree, path),
    read: (path) => (kindOf(tree, path) === 'file' ? readText(tree, path) : undefined),
    folders: (path) =>
      [...(tree.list(path) ?? [])].flatMap(([name, kind]) => (kind === 'folder' ? [name] : [])),
  };
}
