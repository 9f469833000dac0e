import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plain } from './plain.ts';
import { str } from './plain.ts';
import { decryptValue, encryptValue, type RandomBytes } from './value.ts';

/**
 * sops.go, MACOnlyEncryptedInitialization: the SHA-256 of `sops`, so that a MAC over the encrypted
 * values only never equals one over all.
 */
const macOnlyEncryptedInitialization = createHash('sha256').update('sops').digest();

/**
 * The hash over a document's values, in the order in which they stand (sops.go: Tree.Encrypt and
 * Tree.Decrypt). Keys are no part of it, but each value's path is part of its ciphertext.
 */
export class Mac {
  readonly #hash = createHash('sha512');
  readonly #onlyEncrypted: boolean;

  constructor(onlyEncrypted: boolean) {
    this.#onlyEncrypted = onlyEncrypted;
    if (onlyEncrypted) this.#hash.update(macOnlyEncryptedInitialization);
  }

  /** Adds the next value; comments are left out. */
  add(plain: Plain, encrypted: boolean): void {
    if (plain.type === 'comment' || (this.#onlyEncrypted && !encrypted)) return;
    this.#hash.update(plain.bytes);
  }

  /** The hash as sops compares it: capital hexadecimal digits. */
  digest(): string {
    return this.#hash.digest('hex').toUpperCase();
  }
}

/** Encrypts a MAC with the file's date as additional data (cmd/sops/common: EncryptTree). */
export function encryptMac(
  digest: string,
  dataKey: Uint8Array,
  lastModified: string,
  randomBytes: RandomBytes,
): string {
  return encryptValue(str(digest), dataKey, lastModified, randomBytes);
}

/** Whether a file's MAC is that of its values (cmd/sops/common: DecryptTree). */
export function macMatches(
  mac: string,
  digest: string,
  dataKey: Uint8Array,
  lastModified: string,
): boolean {
  const plain = decryptValue(mac, dataKey, lastModified);
  if (typeof plain === 'string' || plain.type !== 'str') return false;
  const expected = Buffer.from(digest, 'utf8');
  return plain.bytes.length === expected.length && timingSafeEqual(plain.bytes, expected);
}
