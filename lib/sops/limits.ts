import { fail } from './result.ts';
import { placeOf, type Source } from './source.ts';

/**
 * Limits for what nobody keeps in a secret. They hold for files of other people that a pull request
 * brings, so that no file can make a check run for hours.
 */

/** Levels of maps and lists. */
export const maxDepth = 100;

/** Characters of the keys above a value, together: each value's ciphertext is bound to all. */
export const maxPathLength = 4096;

/** Recipients of one file: each costs a private key at hand some milliseconds. */
export const maxRecipients = 500;

/** Kubernetes holds a Secret of one mebibyte; base64 and ciphertext double it, and some is spare. */
const mebibytes = { yaml: 4, other: 16 };

/** Documents in one file. */
const maxDocuments = 1000;

/** Refuses what is too large to be a secret, before anything reads it. YAML takes longest to read. */
export function checkSize(source: Source, format: keyof typeof mebibytes = 'other'): void {
  const limit = mebibytes[format];
  if (source.text.length > limit * 1024 * 1024) {
    fail('sops-limit', placeOf(source, undefined), `the file is larger than ${limit} MiB`);
  }
}

export function checkDocuments(source: Source, count: number): void {
  if (count > maxDocuments) {
    const message = `more than ${maxDocuments} documents in one file`;
    fail('sops-limit', placeOf(source, undefined), message);
  }
}

export function failTooDeep(source: Source, offset: number): never {
  return fail('sops-limit', placeOf(source, offset), `nested deeper than ${maxDepth} levels`);
}
