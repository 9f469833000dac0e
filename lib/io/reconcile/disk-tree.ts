import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryKind, Tree } from '../../reconcile/index.ts';

/** A folder on disk as a tree. What is read once is kept: a tree does not change. */
export function diskTree(directory: string): Tree {
  const root = realpathSync(directory);
  const lists = new Map<string, ReadonlyMap<string, EntryKind> | undefined>();
  const contents = new Map<string, Uint8Array>();
  const hashes = new Map<string, string>();
  const tree: Tree = {
    list(folder) {
      if (!lists.has(folder)) lists.set(folder, list(folder));
      return lists.get(folder);
    },
    size: (file) => contents.get(file)?.length ?? statSync(join(root, file)).size,
    read(file) {
      let content = contents.get(file);
      if (content === undefined) {
        content = readFileSync(join(root, file));
        contents.set(file, content);
      }
      return content;
    },
    hash(file) {
      let hash = hashes.get(file);
      if (hash === undefined) {
        hash = blobName(tree.read(file));
        hashes.set(file, hash);
      }
      return hash;
    },
  };
  return tree;

  function list(folder: string): ReadonlyMap<string, EntryKind> | undefined {
    // A link must not lead out of the tree, so every step of the way is a real folder.
    const slash = folder.lastIndexOf('/');
    const above = slash < 0 ? '' : folder.slice(0, slash);
    if (folder !== '' && tree.list(above)?.get(folder.slice(slash + 1)) !== 'folder') {
      return undefined;
    }
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    const kinds = entries.flatMap((entry): [string, EntryKind][] => {
      if (entry.isFile()) return [[entry.name, 'file']];
      if (entry.isDirectory()) return [[entry.name, 'folder']];
      return entry.isSymbolicLink() ? [[entry.name, 'link']] : [];
    });
    return new Map(kinds.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The name that Git gives to a file's content. */
function blobName(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
