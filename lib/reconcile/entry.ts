import { type Diagnostic, errorAt } from '../core/index.ts';
import { printPath, readText, type Tree } from './tree.ts';

/** Folders that hold no entry, and can be large. */
const skipped = new Set(['.git', 'node_modules']);

/**
 * Finds the folders in which Flux can begin: those that `flux bootstrap` wrote, those with a
 * FluxInstance, and the entries that Sluice writes, `clusters/<name>/flux-system`.
 *
 * @returns paths in the order of their code units
 */
export function findEntries(tree: Tree): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    const names = tree.list(folder) ?? new Map<string, never>();
    const files = [...names].filter(([, kind]) => kind === 'file').map(([name]) => name);
    if (isEntry(tree, folder, files)) found.push(folder);
    for (const [name, kind] of names) {
      if (kind === 'folder' && !skipped.has(name)) walk(folder === '' ? name : `${folder}/${name}`);
    }
  };
  walk('');
  return found.sort();
}

function isEntry(tree: Tree, folder: string, files: readonly string[]): boolean {
  if (files.includes('gotk-sync.yaml')) return true;
  if (/(?:^|\/)clusters\/[^/]+\/flux-system$/.test(folder) && files.length > 0) return true;
  return files.some((name) => {
    if (!/\.ya?ml$/.test(name) || !/flux/i.test(name)) return false;
    const file = folder === '' ? name : `${folder}/${name}`;
    if (tree.size(file) > 64 * 1024) return false;
    return /^kind: *FluxInstance\b/m.test(readText(tree, file));
  });
}

/** The one entry of a tree, or why it must be named. */
export function onlyEntry(tree: Tree): string | Diagnostic {
  const entries = findEntries(tree);
  const [entry] = entries;
  if (entry !== undefined && entries.length === 1) return entry;
  if (entry === undefined) {
    return errorAt('entry-not-found', {}, 'no folder of the tree looks like an entry of Flux', {
      hint: 'Name the folder that the root Kustomization applies, with --entry.',
    });
  }
  return errorAt('entry-not-found', {}, 'the tree has more than one entry', {
    hint: `Name one with --entry: ${entries.map(printPath).join(', ')}.`,
  });
}
