import {
  emitYaml,
  type JsonObject,
  type JsonValue,
  type Manifest,
  readYaml,
} from '../../kubernetes/index.ts';
import type { Format } from '../../sops/index.ts';

/** What stands for a secret value: the name of its key. */
export function placeholder(key: string): string {
  return `(${key})`;
}

/** An object as it is committed, without the block of SOPS and with a placeholder for each ciphertext. */
export function maskCiphertext({ sops: _, ...manifest }: Manifest): Manifest {
  const masked = maskWhere(manifest as JsonObject, '', isCiphertext) as unknown as Manifest;
  return masked.kind === 'Secret' ? withData(masked, encodeMasked) : masked;
}

/** What stands in `data` must stay base64. */
function encodeMasked(key: string, value: JsonValue): JsonValue {
  return value === placeholder(key) ? encode(value) : value;
}

/**
 * A Secret with a placeholder for each of its values. One that is a document keeps the shape of it,
 * since charts read such values.
 */
export function maskSecret(secret: Manifest): Manifest {
  const { stringData, ...rest } = secret;
  const masked = withData(rest, (key, value) =>
    encode(maskText(key, typeof value === 'string' ? decode(value) : '')),
  );
  if (!isMap(stringData)) return masked;
  const texts = Object.entries(stringData).map(([key, text]) => [
    key,
    maskText(key, typeof text === 'string' ? text : ''),
  ]);
  return { ...masked, stringData: Object.fromEntries(texts) as JsonObject };
}

function maskText(key: string, text: string): string {
  const read = readYaml(text);
  const document = 'problem' in read ? undefined : read.documents[0];
  if (!isMap(document) || Object.keys(document).length === 0) return placeholder(key);
  return JSON.stringify(maskWhere(document, key, () => true));
}

/** A file that is ciphertext, with a placeholder for each value, as text of its format. */
export function maskFile(text: string, format: Format | 'binary', file: string): string {
  if (format === 'dotenv') {
    const lines = text.split('\n').filter((line) => !line.startsWith('sops_'));
    return lines
      .map((line) => line.replace(/^([^=#]+)=.*/, (_, key) => `${key}=(${key})`))
      .join('\n');
  }
  const read = format === 'binary' ? { problem: '' } : readYaml(text);
  if ('problem' in read) return placeholder(file.slice(file.lastIndexOf('/') + 1));
  const documents = read.documents.map(({ sops: _, ...document }) =>
    emitYaml(maskWhere(document, '', isCiphertext) as JsonObject),
  );
  return documents.join('---\n');
}

function isCiphertext(value: JsonValue): boolean {
  return typeof value === 'string' && value.startsWith('ENC[');
}

/** Puts the name of its key in place of every single value of which a test is true. */
function maskWhere(
  value: JsonValue,
  key: string,
  isSecret: (value: JsonValue) => boolean,
): JsonValue {
  if (value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item) => maskWhere(item, key, isSecret));
  }
  if (!isMap(value)) return isSecret(value) ? placeholder(key) : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [name, maskWhere(child, name, isSecret)]),
  );
}

function withData(secret: Manifest, map: (key: string, value: JsonValue) => JsonValue): Manifest {
  const { data } = secret;
  if (!isMap(data)) return secret;
  const entries = Object.entries(data).map(([key, value]) => [key, map(key, value)]);
  return { ...secret, data: Object.fromEntries(entries) as JsonObject };
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
