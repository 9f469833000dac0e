import {
  type ArtifactFiles,
  generateArtifacts,
  generatorSources,
  isArtifactGenerator,
} from './artifact-generator.ts';
import type { Diagnostic } from '../core/index.ts';
import { fileTooLarge, maxConfigSize } from './file-size.ts';
import { groupOf, type JsonObject, type Manifest } from '../kubernetes/index.ts';
import type { SourceTree, Unavailable } from './helm/index.ts';
import { printReference, type Reference } from './kustomization/spec.ts';
import { ignoreFileName, sourceIgnore } from './source-ignore.ts';
import { filterTree, graftTree, joinPath, readText, type Tree } from './tree.ts';

/** Where the files of a source come from. */
export type ResolvedSource =
  | SourceTree
  /** They are not at hand; with what somebody can do about it. */
  | { readonly opaque: string; readonly diagnostic?: Diagnostic }
  /** No object of the cluster defines it yet. */
  | { readonly undefinedHere: true };

/** The trees that the caller has. */
export interface SourceTrees {
  /** The tree that the entry is in. */
  readonly own: Tree;
  /** Other sources by name, `<namespace>/<name>` or `<kind>/<namespace>/<name>`. */
  readonly mapped: ReadonlyMap<string, Tree>;
}

interface SourceSpec {
  readonly url?: string;
  readonly endpoint?: string;
  readonly bucketName?: string;
  readonly prefix?: string;
  readonly ref?: JsonObject;
  readonly ignore?: string;
  readonly sparseCheckout?: readonly string[];
  readonly include?: readonly {
    readonly repository: { readonly name: string };
    readonly fromPath?: string;
    readonly toPath?: string;
  }[];
}

const kinds = new Set(['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact']);

const isPullable = new Set(['GitRepository', 'OCIRepository']);

/** Whether a manifest is a source that Kustomizations can build from. */
function isSource(manifest: Manifest): boolean {
  return kinds.has(manifest.kind) && groupOf(manifest.apiVersion) === 'source.toolkit.fluxcd.io';
}

/** Gets the files of a source from where its object says that they are. */
export type PullSource = (manifest: Manifest) => Promise<SourceTree | Unavailable>;

/** Finds the files of the sources that Kustomizations name. */
export class Sources {
  readonly #trees: SourceTrees;
  readonly #own: Reference;
  readonly #objects = new Map<string, Manifest>();
  readonly #generators = new Map<string, Manifest>();
  readonly #resolved = new Map<string, ResolvedSource>();
  readonly #packings = new WeakMap<Tree, Map<string, ResolvedSource>>();
  /** Sources that were asked for, and that are elsewhere. */
  readonly #wanted = new Map<string, Manifest>();
  readonly #pulled = new Map<string, SourceTree | Unavailable>();
  #pulling: Promise<unknown> = Promise.resolve();

  constructor(trees: SourceTrees, own: Reference) {
    this.#trees = trees;
    this.#own = own;
  }

  /** Takes note of a source, or of what makes some, among the objects of the cluster. */
  learn(manifest: Manifest): void {
    const { kind, metadata } = manifest;
    const key = printReference({ kind, namespace: metadata.namespace ?? '', name: metadata.name });
    if (isSource(manifest)) this.#objects.set(key, manifest);
    else if (isArtifactGenerator(manifest)) this.#generators.set(key, manifest);
    else return;
    this.#resolved.clear();
  }

  resolve(reference: Reference): ResolvedSource {
    const key = printReference(reference);
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const resolved = this.#find(reference, key);
    this.#resolved.set(key, resolved);
    return resolved;
  }

  /**
   * Gets the files of the sources that were asked for and are elsewhere.
   *
   * @returns whether there were any
   */
  async pull(pullSource: PullSource): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    const pulls = wanted.map(async ([key, manifest]) => {
      this.#pulled.set(key, await pullSource(manifest));
    });
    // Who asks meanwhile waits for the same.
    this.#pulling = Promise.all([this.#pulling, ...pulls]);
    await this.#pulling;
    this.#resolved.clear();
    return wanted.length > 0;
  }

  #find(reference: Reference, key: string): ResolvedSource {
    const { mapped, own } = this.#trees;
    const names = [key, `${reference.namespace}/${reference.name}`, reference.name];
    const [given] = names.flatMap((name) => mapped.get(name) ?? []);
    const object = this.#objects.get(key);
    if (given !== undefined) return this.#packed(given, object);
    if (key === printReference(this.#own)) return this.#packed(own, object);
    const made = reference.kind === 'ExternalArtifact' ? this.#generated(reference) : undefined;
    if (made !== undefined) return made;
    if (object === undefined) return { undefinedHere: true };
    return this.#isSameAsOwn(object) ? this.#packed(own, object) : this.#elsewhere(key, object);
  }

  #elsewhere(key: string, object: Manifest): ResolvedSource {
    const pulled = this.#pulled.get(key);
    if (pulled === undefined) {
      if (isPullable.has(object.kind)) this.#wanted.set(key, object);
      return { opaque: describe(object) };
    }
    if ('unavailable' in pulled) return { opaque: pulled.unavailable };
    const { tree, revision } = pulled;
    const packed = this.#packed(tree, object);
    return 'tree' in packed && revision !== undefined ? { ...packed, revision } : packed;
  }

  /** The artifact of that name that some generator makes. */
  #generated({ namespace, name }: Reference): ResolvedSource | undefined {
    for (const generator of this.#generators.values()) {
      const sources = generatorSources(generator).map((each) => this.resolve(each));
      const artifacts = generateArtifacts(generator, (each) => this.#filesOf(each));
      const artifact = artifacts.find((each) => each.name === name && each.namespace === namespace);
      if (artifact === undefined) continue;
      // What it is made from can still come.
      if (sources.some((each) => 'undefinedHere' in each)) return { undefinedHere: true };
      const { files } = artifact;
      return 'problem' in files ? { opaque: files.problem } : files;
    }
    return undefined;
  }

  #filesOf(reference: Reference): ArtifactFiles {
    const resolved = this.resolve(reference);
    const unknown = `nothing defines ${printReference(reference)}`;
    return 'undefinedHere' in resolved ? { opaque: unknown } : resolved;
  }

  /** The same repository at the same branch is the same content, whatever the object is called. */
  #isSameAsOwn(object: Manifest): boolean {
    const own = this.#objects.get(printReference(this.#own));
    if (own?.kind !== object.kind) return false;
    const [a, b] = [specOf(own), specOf(object)];
    return locationOf(a) === locationOf(b) && printRef(a.ref) === printRef(b.ref);
  }

  /** What source-controller packs of a tree. */
  #packed(tree: Tree, object: Manifest | undefined): ResolvedSource {
    const {
      ignore,
      sparseCheckout = [],
      include = [],
    } = object === undefined ? {} : specOf(object);
    // Resolving starts anew with each source that is learnt; what is packed stays the same.
    const packings = this.#packings.get(tree) ?? new Map<string, ResolvedSource>();
    this.#packings.set(tree, packings);
    const key = JSON.stringify([ignore, sparseCheckout]);
    const filtered = packings.get(key) ?? filterSource(tree, ignore, sparseCheckout);
    packings.set(key, filtered);
    if (!('tree' in filtered)) return filtered;
    let packed = filtered.tree;
    for (const { repository, fromPath = '', toPath = repository.name } of include) {
      const namespace = object?.metadata.namespace ?? '';
      const other = this.resolve({ kind: 'GitRepository', namespace, name: repository.name });
      if (!('tree' in other)) return other;
      const [to, from] = [joinPath('', toPath) ?? '', joinPath('', fromPath) ?? ''];
      packed = graftTree(packed, to, other.tree, from);
    }
    return { tree: packed };
  }
}

/** A tree without what is ignored or not checked out. */
function filterSource(
  tree: Tree,
  ignore: string | undefined,
  sparseCheckout: readonly string[],
): ResolvedSource {
  const ignoreFiles = [...ignoreFilesIn(tree)];
  const [diagnostic] = ignoreFiles.flatMap((file) => fileTooLarge(tree, file, maxConfigSize) ?? []);
  if (diagnostic !== undefined) return { opaque: diagnostic.message, diagnostic };
  const texts = ignoreFiles.map((file) => [file, readText(tree, file)] as const);
  const rules = JSON.stringify([texts, ignore, sparseCheckout]);
  const isIgnored = sourceIgnore(new Map(texts), ignore);
  const folders = sparseCheckout.map((path) => path.replace(/^(?:\.?\/)+|\/+$/g, ''));
  const filtered = filterTree(
    tree,
    (path, isFolder) =>
      isIgnored(path, isFolder) || (folders.length > 0 && !isCheckedOut(folders, path)),
    rules,
  );
  return { tree: filtered };
}

/** Folders that no artifact holds, and that can be large. */
const notPacked = new Set(['.git', 'node_modules']);

function* ignoreFilesIn(tree: Tree, folder = ''): Iterable<string> {
  for (const [name, kind] of tree.list(folder) ?? []) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'file' && name === ignoreFileName) yield path;
    if (kind === 'folder' && !notPacked.has(name)) yield* ignoreFilesIn(tree, path);
  }
}

/** A sparse checkout holds the folders and what leads to them. */
function isCheckedOut(folders: readonly string[], path: string): boolean {
  return folders.some(
    (folder) =>
      folder === '' ||
      folder === '.' ||
      path === folder ||
      path.startsWith(`${folder}/`) ||
      folder.startsWith(`${path}/`),
  );
}

function specOf(manifest: Manifest): SourceSpec {
  return (manifest['spec'] ?? {}) as unknown as SourceSpec;
}

/** Where the content of a source lies. */
function locationOf({ url, endpoint, bucketName, prefix }: SourceSpec): string {
  return url === undefined ? [endpoint, bucketName, prefix].join('/') : normalizeUrl(url);
}

/** The same repository is written with and without `.git`, and over SSH in two ways. */
function normalizeUrl(url: string): string {
  return url
    .replace(/^ssh:\/\/(?:[^@/]*@)?|^https?:\/\/(?:[^@/]*@)?|^[^@/:]+@/, '')
    .replace(/^([^/:]+):(?!\d)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}

function printRef(ref: JsonObject | undefined): string {
  // Without a reference, source-controller takes the branch master.
  const entries = Object.entries(ref ?? { branch: 'master' });
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function describe(object: Manifest): string {
  const { url } = specOf(object);
  return url === undefined ? 'its content is made in the cluster' : `its content is at ${url}`;
}
