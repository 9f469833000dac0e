/** What stands under a name in a folder. */
export type EntryKind = 'file' | 'folder' | 'link';

/**
 * Files as the offline Flux reads them: lazily, and known by the hash of their content, so that
 * what was built before is recognised. Paths are relative to the root, with `/` between the parts;
 * the root is the empty path. A tree does not change while it is read.
 */
export interface Tree {
  /** The names in a folder, in the order of their code units; undefined where there is no folder. */
  list(folder: string): ReadonlyMap<string, EntryKind> | undefined;
  /** Bytes in a file that `list` names. */
  size(file: string): number;
  /** The content of a file that `list` names. */
  read(file: string): Uint8Array;
  /** What identifies the content of a file, in every tree alike: its object name in Git. */
  hash(file: string): string;
  /**
   * What identifies all that is in a folder that is there, in every tree alike; undefined where only
   * reading it could tell.
   */
  identity?(folder: string): string | undefined;
}

/** Joins a folder of a tree and a relative path; undefined if the result is outside of the tree. */
export function joinPath(folder: string, relative: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder that a path is in; of the root, the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Whether a path is a folder or below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** What stands under a path, or undefined. What is behind a link is not there. */
export function kindOf(tree: Tree, path: string): EntryKind | undefined {
  if (path === '') return 'folder';
  return tree.list(parentOf(path))?.get(path.slice(path.lastIndexOf('/') + 1));
}

const decoder = new TextDecoder();

/** A file as text. */
export function readText(tree: Tree, file: string): string {
  return decoder.decode(tree.read(file));
}

/** A path as Flux and people write it: the root is `.`. */
export function printPath(path: string): string {
  return path === '' ? '.' : path;
}

/**
 * A tree without the files that a predicate names. Each is judged alone: below a folder that is
 * named, a file can be there that is not.
 *
 * @param rules what identifies the predicate
 */
export function filterTree(
  tree: Tree,
  isIgnored: (path: string, isFolder: boolean) => boolean,
  rules: string,
): Tree {
  const lists = new Map<string, ReadonlyMap<string, EntryKind> | undefined>();
  const filtered: Tree = {
    list(folder) {
      if (!lists.has(folder)) lists.set(folder, list(folder));
      return lists.get(folder);
    },
    size: (file) => tree.size(file),
    read: (file) => tree.read(file),
    hash: (file) => tree.hash(file),
    identity(folder) {
      const all = tree.identity?.(folder);
      // What is left out depends on where a folder is, too.
      return all && [all, folder, rules].join('\n');
    },
  };
  return filtered;

  function list(folder: string): ReadonlyMap<string, EntryKind> | undefined {
    // A folder without files is not there, whoever asks for it first.
    if (folder !== '' && filtered.list(parentOf(folder))?.get(nameOf(folder)) !== 'folder') {
      return undefined;
    }
    const all = [...(tree.list(folder) ?? [])];
    return new Map(all.filter(([name, kind]) => isThere(belowOf(folder, name), kind)));
  }

  function isThere(path: string, kind: EntryKind): boolean {
    if (!isIgnored(path, kind === 'folder')) return true;
    if (kind !== 'folder' || nameOf(path) === '.git') return false;
    const all = [...(tree.list(path) ?? [])];
    return all.some(([name, each]) => isThere(belowOf(path, name), each));
  }
}

function belowOf(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** A tree with a folder of another one copied over one of its own folders. */
export function graftTree(base: Tree, at: string, other: Tree, from: string): Tree {
  /** The same path in the other tree, if it is below the graft. */
  const inOther = (path: string): string | undefined => {
    if (path === at) return from;
    const rest =
      at === '' ? path : path.startsWith(`${at}/`) ? path.slice(at.length + 1) : undefined;
    return rest === undefined ? undefined : belowOf(from, rest);
  };
  const ownerOf = (file: string): [Tree, string] => {
    const path = inOther(file);
    return path !== undefined && kindOf(other, path) === 'file' ? [other, path] : [base, file];
  };
  const read = <T>(file: string, get: (tree: Tree, path: string) => T): T => get(...ownerOf(file));
  return {
    list(folder) {
      const path = inOther(folder);
      const grafted = path === undefined ? undefined : other.list(path);
      // What leads to the graft is there, also where the base has no such folder.
      const leadsTo =
        folder === '' ? at : at.startsWith(`${folder}/`) ? at.slice(folder.length + 1) : '';
      const [next = ''] = leadsTo.split('/');
      const own = base.list(folder);
      if (own === undefined && grafted === undefined && next === '') return undefined;
      const all = new Map<string, EntryKind>([...(own ?? []), ...(grafted ?? [])]);
      if (next !== '') all.set(next, 'folder');
      return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    size: (file) => read(file, (tree, path) => tree.size(path)),
    read: (file) => read(file, (tree, path) => tree.read(path)),
    hash: (file) => read(file, (tree, path) => tree.hash(path)),
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
