import { createHash } from 'node:crypto';
import type { Tree } from '../tree.ts';
import { kindOf } from '../tree.ts';
import type { BuildCache } from '../ports.ts';

/** What a build is made from. */
export interface BuildInputs {
  readonly folder: string;
  /** What its kustomization.yaml is made from. */
  readonly text: string;
  /** The program that builds it. */
  readonly program: string;
}

function sha256(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length goes in front, so that no two lists of parts run into the same bytes.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * Builds that were made before. What a build reads is known only after its files were looked
 * through, so there are two steps: the folder and its kustomization.yaml lead to the names of the
 * files that it read last time, and those files' contents lead to the result. If every file is as
 * it was, so is the list of them.
 */
export class CachedBuilds {
  readonly #cache: BuildCache;

  constructor(cache: BuildCache) {
    this.#cache = cache;
  }

  find(tree: Tree, inputs: BuildInputs): string | undefined {
    const names = this.#cache.get(namesKey(inputs));
    if (names === undefined) return undefined;
    const key = resultKey(tree, inputs, names === '' ? [] : names.split('\0'));
    return key === undefined ? undefined : this.#cache.get(key);
  }

  add(tree: Tree, inputs: BuildInputs, files: Iterable<string>, yaml: string): void {
    const names = [...files].sort();
    const key = resultKey(tree, inputs, names);
    if (key === undefined) return;
    this.#cache.set(key, yaml);
    this.#cache.set(namesKey(inputs), names.join('\0'));
  }
}

function namesKey({ folder, text, program }: BuildInputs): string {
  return sha256('files', program, folder, text);
}

function resultKey(
  tree: Tree,
  { folder, text, program }: BuildInputs,
  files: readonly string[],
): string | undefined {
  const hashes: string[] = [];
  for (const file of files) {
    if (kindOf(tree, file) !== 'file') return undefined;
    hashes.push(file, tree.hash(file));
  }
  return sha256('build', program, folder, text, ...hashes);
}
