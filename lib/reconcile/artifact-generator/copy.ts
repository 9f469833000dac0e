/**
 * The copy operations of an ArtifactGenerator, which follow cp (source-watcher, internal/builder/
 * builder.go, as of v2.3).
 */
import { joinPath, kindOf, type Tree } from '../tree.ts';
import { glob, matchesPath } from './glob.ts';
import { mergeYaml } from './merge.ts';
import { CopyError, type Staging } from './staging.ts';

export interface CopyOperation {
  /** `@<alias>/<pattern>` */
  readonly from: string;
  /** `@artifact/<path>` */
  readonly to: string;
  readonly exclude?: readonly string[];
  readonly strategy?: 'Overwrite' | 'Merge' | 'Extract';
  readonly optional?: boolean;
}

const globSign = /[*?[\]]/;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The part of a pattern before its first name with a sign. */
function literalFolder(pattern: string): string {
  const names = pattern.split('/');
  const first = names.findIndex((name) => globSign.test(name));
  return names.slice(0, first < 0 ? names.length : first).join('/');
}

function join(folder: string, path: string): string {
  const joined = joinPath(folder, path);
  if (joined === undefined) throw new CopyError(`'${path}' leaves the artifact`);
  return joined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

class Copy {
  readonly #operation: CopyOperation;
  readonly #source: Tree;
  readonly #staging: Staging;

  constructor(operation: CopyOperation, source: Tree, staging: Staging) {
    this.#operation = operation;
    this.#source = source;
    this.#staging = staging;
  }

  one(pattern: string, to: string): void {
    const path = joinPath('', pattern);
    const kind = path === undefined ? undefined : kindOf(this.#source, path);
    if (path === undefined || kind === undefined) {
      if (this.#operation.optional === true) return;
      throw new CopyError(`source '${pattern}' does not exist`);
    }
    if (kind === 'folder') {
      this.#folder(path, join(to, baseName(path)), path);
    } else if (!this.#isExcluded(path, '')) {
      const intoFolder = this.#operation.to.endsWith('/') || this.#staging.kindOf(to) === 'folder';
      this.#file(path, intoFolder ? join(to, baseName(path)) : to);
    }
  }

  all(pattern: string, to: string): void {
    const matches = glob(this.#source, pattern);
    const base = literalFolder(pattern);
    const kept = matches.filter((path) => !this.#isExcluded(path, base));
    if (kept.length === 0 && this.#operation.optional !== true) {
      throw new CopyError(
        matches.length === 0
          ? `no files match pattern '${pattern}'`
          : `all files matching pattern '${pattern}' were excluded`,
      );
    }
    const contentsOf = pattern.endsWith('/**') ? pattern.slice(0, -'**'.length) : undefined;
    for (const path of kept) {
      const isContent = contentsOf !== undefined && path.startsWith(contentsOf);
      const target = join(to, isContent ? path.slice(contentsOf.length) : path);
      if (kindOf(this.#source, path) === 'folder') this.#folder(path, target, base);
      else this.#file(path, target);
    }
  }

  #folder(path: string, to: string, excludeBase: string): void {
    this.#staging.addFolder(to);
    for (const [name, kind] of this.#source.list(path) ?? []) {
      const below = join(path, name);
      if (this.#isExcluded(below, excludeBase)) continue;
      if (kind === 'folder') this.#folder(below, join(to, name), excludeBase);
      else this.#file(below, join(to, name));
    }
  }

  #file(path: string, to: string): void {
    const staged = this.#staging.kindOf(to);
    if (this.#operation.strategy !== 'Merge' || staged === undefined) {
      this.#staging.addFile(to, { tree: this.#source, path });
      return;
    }
    if (staged === 'folder') throw new CopyError(`'${to}' is a directory`);
    const base = decoder.decode(this.#staging.read(to));
    const overlay = decoder.decode(this.#source.read(path));
    this.#staging.addFile(to, {
      content: encoder.encode(mergeYaml(to, base, overlay)),
      hash: `${this.#staging.hash(to)}+${this.#source.hash(path)}`,
    });
  }

  /** Patterns count from the source's root and from the folder that is copied; names anywhere. */
  #isExcluded(path: string, base: string): boolean {
    const { exclude = [] } = this.#operation;
    const relative =
      base !== '' && path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
    return exclude.some(
      (pattern) =>
        matchesPath(pattern, path) ||
        matchesPath(pattern, relative) ||
        (!pattern.includes('/') && matchesPath(pattern, baseName(path))),
    );
  }
}

/** Carries out an operation. Throws a CopyError where source-watcher would fail. */
export function copy(
  operation: CopyOperation,
  sources: ReadonlyMap<string, Tree>,
  staging: Staging,
): void {
  const [, alias, pattern] = /^@([^/]*)\/(.*)$/s.exec(operation.from) ?? [];
  const [, to] = /^@artifact\/(.*)$/s.exec(operation.to) ?? [];
  const source = sources.get(alias ?? '');
  if (pattern === undefined) throw new CopyError(`invalid copy source '${operation.from}'`);
  if (to === undefined || to.startsWith('/') || to.split('/').includes('..')) {
    throw new CopyError(`invalid copy destination '${operation.to}'`);
  }
  if (source === undefined) throw new CopyError(`source alias '${alias ?? ''}' not found`);
  const copying = new Copy(operation, source, staging);
  const target = join('', to);
  if (globSign.test(pattern)) copying.all(pattern, target);
  else copying.one(pattern, target);
}
