import { notedTree } from '../io/noted-tree.ts';
import type { TreeToValidate } from '../validate/index.ts';
import { openFolder } from './offline-flux.ts';

/** Where a command takes its tree from. */
export interface TreeFlags {
  /** A folder; default: what the program of the working directory makes. */
  readonly path?: string;
}

/** The tree that a command looks at, with what its program says of it. */
export async function treeOf({ path }: TreeFlags, cwd: string): Promise<TreeToValidate> {
  if (path === undefined) {
    // A repository without a program waits for none.
    const { synthesizedTree } = await import('./synthesized-tree.ts');
    return synthesizedTree(cwd);
  }
  openFolder(path, '--path');
  const { withOwnRules } = await import('../own-rules.ts');
  return withOwnRules(notedTree(path), path, cwd);
}
