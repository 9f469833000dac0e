import { createCipheriv, createDecipheriv } from 'node:crypto';
import { parsePlain, type Plain, type PlainType, plainTypes, str } from './plain.ts';

/** sops v3.13.3, aes/cipher.go: nonceSize. GCM's own size is 12; sops has used 32 since its start. */
const ivBytes = 32;
const tagBytes = 16;

/** Gives random bytes, as many as asked for. */
export type RandomBytes = (count: number) => Uint8Array;

/** The four parts of `ENC[AES256_GCM,data:…,iv:…,tag:…,type:…]`. */
export interface EncryptedValue {
  readonly data: Buffer;
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly type: PlainType;
}

const form =
  /^ENC\[AES256_GCM,data:([A-Za-z0-9+/=]+),iv:([A-Za-z0-9+/=]+),tag:([A-Za-z0-9+/=]+),type:([a-z]+)\]$/;

/** How ciphertext begins. */
export const ciphertextStart = 'ENC[AES256_GCM,';

/** Whether text claims to be ciphertext, well-formed or not. */
export function isCiphertext(text: string): boolean {
  return text.startsWith(ciphertextStart);
}

/**
 * The parts of an encrypted value. Stricter than sops, whose pattern has no end and whose base64
 * may carry stray bits: what sops never writes was changed by someone.
 */
export function parseValue(text: string): EncryptedValue | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [data, iv, tag] = match.slice(1, 4).map(decodeBase64);
  const type = plainTypes.find((each) => each === match[4]);
  if (data === undefined || iv === undefined || tag?.length !== tagBytes || type === undefined) {
    return undefined;
  }
  return { data, iv, tag, type };
}

function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && bytes.length > 0 ? bytes : undefined;
}

/**
 * The path of a value as additional data: keys joined and ended by colons. Indices of lists are
 * no part of it (sops.go: walkSlice hands on its own path, and Encrypt joins).
 */
export function additionalData(path: readonly string[]): string {
  return `${path.join(':')}:`;
}

/** Text that holds a value encrypted. What is empty stays empty: sops encrypts no empty text. */
export function encryptValue(
  plain: Plain,
  dataKey: Uint8Array,
  additional: string,
  randomBytes: RandomBytes,
): string {
  if (plain.bytes.length === 0) return '';
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(additional, 'utf8'));
  const data = Buffer.concat([cipher.update(plain.bytes), cipher.final()]);
  const parts = [data, Buffer.from(iv), cipher.getAuthTag()].map((part) => part.toString('base64'));
  const [dataText = '', ivText = '', tagText = ''] = parts;
  return `ENC[AES256_GCM,data:${dataText},iv:${ivText},tag:${tagText},type:${plain.type}]`;
}

/** A decrypted value, or why there is none. */
export type Decrypted = Plain | 'malformed' | 'tampered';

export function decryptValue(text: string, dataKey: Uint8Array, additional: string): Decrypted {
  if (text === '') return str('');
  const value = parseValue(text);
  if (value === undefined) return 'malformed';
  const { data, iv, tag, type } = value;
  let bytes: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-gcm', dataKey, iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(additional, 'utf8')).setAuthTag(tag);
    bytes = Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return 'tampered';
  }
  return parsePlain(type, bytes) ?? 'malformed';
}
