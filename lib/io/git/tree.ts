import type { EntryKind, Tree } from '../../reconcile/index.ts';
import { foldersOf } from '../reconcile/index.ts';
import type { Blobs } from './blobs.ts';

/** A file or a link of a revision. */
interface Entry {
  readonly kind: EntryKind;
  readonly name: string;
}

/** What a revision has below a folder. */
export interface Listing {
  readonly files: ReadonlyMap<string, Entry>;
  /** The object names of the folders. */
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * What `git ls-tree -r -t -z` lists: `<mode> SP <type> SP <object> TAB <path> NUL`. With sizes it
 * would open every object.
 */
export function parseListing(listing: string, folder: string): Listing {
  const files = new Map<string, Entry>();
  const folders = new Map<string, string>();
  const prefix = folder === '' ? '' : `${folder}/`;
  for (const line of listing.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode, type, name] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    // It lists what leads to the folder, too.
    if (tab < 0 || name === undefined || !path.startsWith(prefix)) continue;
    const inside = path.slice(prefix.length);
    // Submodules are commits of other repositories: nothing of them is here.
    if (type === 'tree') folders.set(inside, name);
    if (type === 'blob') files.set(inside, { kind: mode === '120000' ? 'link' : 'file', name });
  }
  return { files, folders };
}

/** The names of all that is surely read, and read best together. */
export function* manifestsIn({ files }: Listing): Iterable<string> {
  for (const [path, { kind, name }] of files) {
    if (kind === 'file' && /\.ya?ml$|(?:^|\/)Kustomization$/.test(path)) yield name;
  }
}

/** The files of a revision as a tree. */
export function gitTree({ files, folders }: Listing, blobs: Blobs): Tree {
  const lists = foldersOf([...files].map(([path, { kind }]) => [path, kind]));
  const find = (file: string): Entry => {
    const entry = files.get(file);
    if (!entry) throw new Error(`there is no file ${file}`);
    return entry;
  };
  const read = (file: string): Uint8Array => {
    const { name } = find(file);
    // What stands beside a file that is needed is often needed too.
    if (!blobs.get(name)) blobs.load(besides(file));
    return blobs.get(name) ?? new Uint8Array();
  };
  return {
    list: (folder) => lists.get(folder),
    size: (file) => read(file).length,
    read,
    hash: (file) => find(file).name,
    identity: (folder) => folders.get(folder),
  };

  function* besides(file: string): Iterable<string> {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    for (const [name, kind] of lists.get(folder) ?? []) {
      if (kind === 'file') yield find(folder === '' ? name : `${folder}/${name}`).name;
    }
  }
}
