import { type Diagnostic, errorAt } from '../core/index.ts';
import { type Manifest, readYaml } from '../kubernetes/index.ts';
import { isKustomization, specOf } from './kustomization/spec.ts';
import { isWithin, joinPath, parentOf, printPath, readText, type Tree } from './tree.ts';

/** What `flux bootstrap` writes the source and the root Kustomization into. */
const syncFile = 'gotk-sync.yaml';

/** Bytes of the largest file that is looked into. */
const maxSize = 64 * 1024;

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
  if (files.includes(syncFile)) {
    yield bootstrapped(tree, folder);
    return;
  }
  if (/(?:^|\/)clusters\/[^/]+\/flux-system$/.test(folder) && files.length > 0) yield folder;
  for (const name of files) {
    const file = joined(folder, name);
    if (!/flux.*\.ya?ml$/i.test(file) || tree.size(file) > maxSize) continue;
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

/**
 * The folder that the root Kustomization applies. Bootstrap writes its file to
 * `<path>/flux-system`; a repository can also be published with one that it has yet to fill.
 */
function bootstrapped(tree: Tree, folder: string): string {
  const file = joined(folder, syncFile);
  const read = tree.size(file) > maxSize ? { documents: [] } : readYaml(readText(tree, file));
  const documents = ('problem' in read ? [] : read.documents) as readonly unknown[];
  const root = documents.map((each) => each as Manifest).find(isKustomization);
  const path = root && joinPath('', specOf(root).path ?? '');
  if (path !== undefined && isWithin(folder, path)) return path;
  return /(?:^|\/)flux-system$/.test(folder) ? parentOf(folder) : folder;
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
