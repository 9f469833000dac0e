import { type Document, isMap, isScalar, LineCounter, type Pair, type Scalar, visit } from 'yaml';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import { joinPath, kindOf, printPath, readText, type Tree } from '../tree.ts';
import { fileTooLarge, maxConfigSize, maxFileSize } from '../file-size.ts';
import { below, kustomizationNames, parseKustomizationFile } from './kustomization-file.ts';
import { isLocalRelativePath } from './merge-spec.ts';

/** All that a build can read. */
export interface Closure {
  /** Files of the tree. The kustomization.yaml that the build begins with is not among them. */
  readonly files: ReadonlySet<string>;
  /** Those that are named as resources, so that they must be YAML. */
  readonly resources: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Fields that hold paths, and nothing else, on their first level. */
const pathFields = new Set(
  [
    ...['resources', 'bases', 'components', 'crds', 'configurations', 'generators'],
    ...['transformers', 'validators', 'patchesStrategicMerge'],
  ].map((name) => name.toLowerCase()),
);

/** Fields of generators, patches, replacements and plugins that hold paths. */
const pathKeys = new Set(['path', 'paths', 'files', 'envs', 'env']);

/** What kustomize takes for a repository even without a scheme (kustomize api v0.21.1, internal/git/repospec.go). */
const remoteForm = /^[a-z][a-z+.-]*:|\?ref=|\.git(?:\/|$|\?)/i;

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Fields whose files are configuration that can name further files. */
const pluginFields = new Set(['generators', 'transformers', 'validators', 'configurations']);

/**
 * Finds all that kustomize may read when it builds a folder: each text in a kustomization.yaml that
 * is also the path of something in the tree counts, whatever field it stands in. Paths that leave
 * the tree and resources that would be fetched are refused, because the controller confines a
 * build to the source's files (fluxcd/pkg kustomize v1.35.6, filesys/fs_secure.go), and nothing
 * here may depend on a network.
 *
 * @param text the kustomization.yaml of the folder, as the build will see it
 */
export function closureOf(tree: Tree, folder: string, file: string, text: string): Closure {
  return new Scan(tree).run(folder, file, text);
}

class Scan {
  readonly #tree: Tree;
  readonly #files = new Set<string>();
  readonly #resources = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #diagnostics: Diagnostic[] = [];

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  run(folder: string, file: string, text: string): Closure {
    this.#folders.add(folder);
    this.#kustomization(folder, file, text);
    for (const name of kustomizationNames) {
      const other = below(folder, name);
      // kustomize refuses a folder with two of them.
      if (other !== file && kindOf(this.#tree, other) === 'file') this.#file(other);
    }
    const [files, resources] = [this.#files, this.#resources];
    return { files, resources, diagnostics: this.#diagnostics };
  }

  #kustomization(folder: string, file: string, text: string): void {
    const document = parseKustomizationFile(text);
    if ('problem' in document) {
      const { problem, line } = document;
      this.#diagnostics.push(errorAt('unreadable-manifest', { file, line }, problem));
      return;
    }
    this.#texts(document, text, (scalar, top, keys, line) => {
      const place = { file, line };
      const isPath = keys.length === 0 ? pathFields.has(top) : pathKeys.has(keys.at(-1) ?? '');
      if (scalar.includes('\n')) {
        if (pluginFields.has(top)) this.#plugin(folder, file, scalar);
        return;
      }
      this.#candidate(folder, scalar, isPath ? place : undefined, top);
    });
  }

  /** Calls back with each text, its field, the keys below that and its line. */
  #texts(
    document: Document,
    text: string,
    each: (text: string, top: string, keys: readonly string[], line: number) => void,
  ): void {
    const lines = new LineCounter();
    lines.addNewLine(0);
    for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
    visit(document, {
      Scalar(position, node: Scalar, path) {
        if (position === 'key' || typeof node.value !== 'string' || node.value === '') return;
        const keys = path
          .filter((above): above is Pair => !isMap(above) && 'key' in above)
          .map(({ key }) => String(isScalar(key) ? key.value : key).toLowerCase());
        const [top = '', ...rest] = keys;
        each(node.value, top, rest, lines.linePos(node.range?.[0] ?? 0).line);
      },
    });
  }

  /** A plugin's configuration; its paths are relative to the folder that names it. */
  #plugin(folder: string, file: string, text: string): void {
    const document = parseKustomizationFile(text);
    // kustomize says what is wrong with it.
    if ('problem' in document) return;
    this.#texts(document, text, (scalar, top, keys, line) => {
      if (scalar.includes('\n')) return;
      const isPath = pathKeys.has(keys.at(-1) ?? top);
      this.#candidate(folder, scalar, isPath ? { file, line } : undefined);
    });
  }

  /** @param top the field of the kustomization.yaml that names it */
  #candidate(folder: string, text: string, place: Place | undefined, top?: string): void {
    if (text.length > 1000) return;
    // Generators name files as `key=path`.
    const value = text.slice(text.indexOf('=') + 1);
    const isKeyed = value !== text && /^[-._A-Za-z0-9]+=/.test(text);
    this.#path(folder, text, isKeyed ? undefined : place, top);
    if (isKeyed) this.#path(folder, value, place, top);
  }

  #path(folder: string, relative: string, place: Place | undefined, top = ''): void {
    const isLocal = isLocalRelativePath(relative) && !/^[a-z][a-z+.-]*:\/\//i.test(relative);
    const path = isLocal ? joinPath(folder, relative) : undefined;
    if (path === undefined) {
      if (place !== undefined) this.#refuse(relative, place);
      return;
    }
    const kind = kindOf(this.#tree, path);
    if (kind === 'file') {
      this.#file(path);
      if (top === 'resources' && place !== undefined) this.#resources.add(path);
      if (pluginFields.has(top) && this.#files.has(path))
        this.#plugin(folder, path, readText(this.#tree, path));
    } else if (kind === 'folder') {
      this.#folder(path);
    } else if (place !== undefined && isLinked(this.#tree, path)) {
      const message = `${printPath(path)} is behind a symbolic link`;
      const hint = 'source-controller leaves links out of what it packs: name the file itself.';
      this.#diagnostics.push(errorAt('path-escapes', place, message, { hint }));
    } else if (place !== undefined && remoteForm.test(relative)) {
      this.#refuse(relative, place);
    }
  }

  #refuse(path: string, place: Place): void {
    if ((!isLocalRelativePath(path) && !path.startsWith('/')) || remoteForm.test(path)) {
      const message = `${path} would be fetched from elsewhere`;
      const hint = 'Commit a copy, or give it a source and a Kustomization of its own.';
      this.#diagnostics.push(errorAt('remote-resource', place, message, { hint }));
    } else {
      const message = `${path} is outside of the source`;
      const hint = 'Flux sees nothing but the files of the source.';
      this.#diagnostics.push(errorAt('path-escapes', place, message, { hint }));
    }
  }

  #file(path: string, limit = maxFileSize): void {
    if (this.#files.has(path)) return;
    const tooLarge = fileTooLarge(this.#tree, path, limit);
    if (tooLarge === undefined) this.#files.add(path);
    else this.#diagnostics.push(tooLarge);
  }

  #folder(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#folders.add(folder);
    for (const name of kustomizationNames) {
      const file = below(folder, name);
      if (kindOf(this.#tree, file) !== 'file') continue;
      this.#file(file, maxConfigSize);
      if (this.#files.has(file)) this.#kustomization(folder, file, readText(this.#tree, file));
    }
  }
}

/** Whether a link is on the way to a path: source-controller leaves links out. */
export function isLinked(tree: Tree, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => kindOf(tree, parts.slice(0, index + 1).join('/')) === 'link');
}
