import { existsSync } from 'node:fs';
import path from 'node:path';
import { notedTree } from '../io/noted-tree.ts';
import { diskTree } from '../io/reconcile/index.ts';
import { settingsFile } from '../io/project.ts';
import { findEntries } from '../reconcile/index.ts';
import type { TreeToValidate } from '../validate/index.ts';
import { openFolder } from './offline-flux.ts';

/** Where a command takes its tree from. */
export interface TreeFlags {
  /** A folder; default: what the program of the working directory makes. */
  readonly path?: string;
}

/** The folder to look at; undefined for the program. Where there is none, Flux may begin right here. */
export function folderOf(flags: TreeFlags, cwd: string): string | undefined {
  if (flags.path !== undefined) return flags.path;
  if (existsSync(path.join(cwd, settingsFile))) return undefined;
  return findEntries(diskTree(cwd)).length > 0 ? '.' : undefined;
}

/** The tree that a command looks at, with what its program says of it. */
export async function treeOf(flags: TreeFlags, cwd: string): Promise<TreeToValidate> {
  const folder = folderOf(flags, cwd);
  if (folder === undefined) {
    // A repository without a program waits for none.
    const { synthesizedTree } = await import('./synthesized-tree.ts');
    return synthesizedTree(cwd);
  }
  openFolder(folder, '--path');
  const { withOwnRules } = await import('../own-rules.ts');
  return withOwnRules(notedTree(folder), folder, cwd);
}
