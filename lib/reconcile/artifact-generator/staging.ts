import type { EntryKind, Tree } from '../tree.ts';

/** Where a file of an artifact comes from: a file of a source, or text made of several. */
type Origin =
  | { readonly tree: Tree; readonly path: string }
  | { readonly content: Uint8Array; readonly hash: string };

/** What cannot be copied, as source-watcher would say it. */
export class CopyError extends Error {}

/** The files of an artifact while they are put together. Nothing is read before it is asked for. */
export class Staging {
  readonly #files = new Map<string, Origin>();
  readonly #folders = new Map<string, Map<string, EntryKind>>([['', new Map()]]);

  kindOf(path: string): EntryKind | undefined {
    if (this.#folders.has(path)) return 'folder';
    return this.#files.has(path) ? 'file' : undefined;
  }

  addFolder(path: string): void {
    if (this.#folders.has(path)) return;
    this.#enter(path, 'folder');
    this.#folders.set(path, new Map());
  }

  addFile(path: string, origin: Origin): void {
    if (this.#folders.has(path)) throw new CopyError(`'${path}' is a directory`);
    this.#enter(path, 'file');
    this.#files.set(path, origin);
  }

  #enter(path: string, kind: EntryKind): void {
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? '' : path.slice(0, slash);
    if (kind === 'folder' && this.#files.has(path)) {
      throw new CopyError(`'${path}' is not a directory`);
    }
    this.addFolder(parent);
    this.#folders.get(parent)?.set(path.slice(slash + 1), kind);
  }

  read(path: string): Uint8Array {
    const origin = this.#origin(path);
    return 'tree' in origin ? origin.tree.read(origin.path) : origin.content;
  }

  hash(path: string): string {
    const origin = this.#origin(path);
    return 'tree' in origin ? origin.tree.hash(origin.path) : origin.hash;
  }

  #origin(path: string): Origin {
    const origin = this.#files.get(path);
    if (origin === undefined) throw new Error(`${path} was not listed`);
    return origin;
  }

  /** The finished files. */
  tree(): Tree {
    const sorted = new Map(
      [...this.#folders].map(([folder, names]) => [
        folder,
        new Map([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
      ]),
    );
    return {
      list: (folder) => sorted.get(folder),
      size: (file) => {
        const origin = this.#origin(file);
        return 'tree' in origin ? origin.tree.size(origin.path) : origin.content.length;
      },
      read: (file) => this.read(file),
      hash: (file) => this.hash(file),
    };
  }
}
