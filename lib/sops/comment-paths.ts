import type { Plain } from './plain.ts';
import { type Comment, type Document, leavesOf } from './tree.ts';
import { additionalData, ciphertextStart, decryptValue } from './value.ts';

/** A hostile file could make this a long search. */
const maxPaths = 64;
const maxSearches = 256;

/**
 * Comments can drift between a map and the one around it when programs write the file anew, so
 * their ciphertext is tried with the path of every map before it counts as changed.
 */
export class CommentPaths {
  readonly #document: Document;
  #all: ReadonlySet<string> | undefined;
  #searches = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  /** The text of an encrypted comment; undefined for one that is plain text. */
  decrypt(
    { text }: Comment,
    path: readonly string[],
    dataKey: Uint8Array,
  ): Plain | 'failed' | undefined {
    if (!text.trimStart().startsWith(ciphertextStart)) return undefined;
    const own = decryptValue(text, dataKey, additionalData(path));
    if (typeof own !== 'string') return own;
    this.#searches += 1;
    if (own === 'malformed' || this.#searches > maxSearches) return 'failed';
    for (const additional of (this.#all ??= this.#paths())) {
      const plain = decryptValue(text, dataKey, additional);
      // A value that was moved into a comment is none that drifted.
      if (typeof plain !== 'string' && plain.type === 'comment') return plain;
    }
    return 'failed';
  }

  #paths(): ReadonlySet<string> {
    const found = new Set<string>([additionalData([])]);
    for (const { path } of leavesOf(this.#document)) {
      for (let depth = 1; depth <= path.length && found.size < maxPaths; depth += 1) {
        found.add(additionalData(path.slice(0, depth)));
      }
    }
    return found;
  }
}
