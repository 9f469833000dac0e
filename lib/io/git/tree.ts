import type { EntryKind, Tree } from '../../reconcile/index.ts';
import { foldersOf } from '../reconcile/index.ts';
import type { Blobs } from './blobs.ts';

/** A file or a link of a revision. */
interface Entry {
  readonly kind: EntryKind;
  readonly name: string;
  readonly size: number;
}

/** Files up to this size are read together, at the first that is read. */
const small = 1024 * 1024;

/** What `git ls-tree -r -l -z` lists: `<mode> SP <type> SP <object> SP+ <size> TAB <path> NUL`. */
export function parseListing(listing: string, folder: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const skip = folder === '' ? 0 : folder.length + 1;
  for (const line of listing.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode, type, name, size] = line.slice(0, tab).split(/ +/);
    // Submodules are commits of other repositories: nothing of them is here.
    if (tab < 0 || type !== 'blob' || name === undefined) continue;
    const kind = mode === '120000' ? 'link' : 'file';
    entries.set(line.slice(tab + 1 + skip), { kind, name, size: Number(size) });
  }
  return entries;
}

/** The files of a revision as a tree. */
export function gitTree(files: ReadonlyMap<string, Entry>, blobs: Blobs): Tree {
  const lists = foldersOf([...files].map(([path, { kind }]) => [path, kind]));
  const names = [...files.values()].filter((each) => each.size <= small).map((each) => each.name);
  const find = (file: string): Entry => {
    const entry = files.get(file);
    if (!entry) throw new Error(`there is no file ${file}`);
    return entry;
  };
  return {
    list: (folder) => lists.get(folder),
    size: (file) => find(file).size,
    read(file) {
      const { name } = find(file);
      if (!blobs.get(name)) blobs.load([name, ...names]);
      return blobs.get(name) ?? new Uint8Array();
    },
    hash: (file) => find(file).name,
  };
}
