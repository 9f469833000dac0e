import { type Diagnostic, errorAt } from '../core/index.ts';
import { readYaml } from '../kubernetes/index.ts';
import { joinPath, printPath, readText, type Tree } from './tree.ts';

/** Folders that hold no entry, and can be large. */
const skipped = new Set(['.git', 'node_modules']);

/**
 * Finds the folders in which Flux can begin: those that `flux bootstrap` wrote, those with a
 * FluxInstance, those that the chart of a FluxInstance is told to sync, and the entries that Sluice
 * writes, `clusters/<name>/flux-system`.
 *
 * @returns paths in the order of their code units
 */
export function findEntries(tree: Tree): readonly string[] {
  const found = new Set<string>();
  const walk = (folder: string): void => {
    const names = tree.list(folder) ?? new Map<string, never>();
    const files = [...names].filter(([, kind]) => kind === 'file').map(([name]) => name);
    for (const entry of entriesIn(tree, folder, files)) found.add(entry);
    for (const [name, kind] of names) {
      if (kind === 'folder' && !skipped.has(name)) walk(joined(folder, name));
    }
  };
  walk('');
  return [...found].sort();
}

/** What the files of a folder say of entries: that it is one, or where one is. */
function* entriesIn(tree: Tree, folder: string, files: readonly string[]): Iterable<string> {
  if (files.includes('gotk-sync.yaml')) yield folder;
  if (/(?:^|\/)clusters\/[^/]+\/flux-system$/.test(folder) && files.length > 0) yield folder;
  for (const name of files) {
    const file = joined(folder, name);
    if (!/flux.*\.ya?ml$/i.test(file) || tree.size(file) > 64 * 1024) continue;
    const text = readText(tree, file);
    if (/^kind: *FluxInstance\b/m.test(text)) yield folder;
    if (!text.includes('flux-instance') || !/^ +sync:/m.test(text)) continue;
    const read = readYaml(text);
    if ('problem' in read) continue;
    for (const path of read.documents.flatMap(syncPathOf)) {
      const entry = joinPath('', path);
      if (entry !== undefined && tree.list(entry) !== undefined) yield entry;
    }
  }
}

/** What a HelmRelease of the chart flux-instance (v0.59.0, values.yaml) has synced. */
function syncPathOf(document: unknown): readonly string[] {
  const { kind, spec } = document as { kind?: unknown; spec?: { values?: ChartValues } };
  const path = kind === 'HelmRelease' ? spec?.values?.instance?.sync?.path : undefined;
  return typeof path === 'string' ? [path] : [];
}

interface ChartValues {
  readonly instance?: { readonly sync?: { readonly path?: unknown } };
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
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
