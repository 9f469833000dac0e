import type { SecretFile } from '../../io/secret/index.ts';
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import { dotenvText, type Path, readsAsNewline, type Value } from '../../sops/index.ts';
import { refuse } from './output.ts';
import { emit, mapOf, secretNamedAfter } from './secret-object.ts';

type Target = Pick<SecretFile, 'path' | 'format' | 'isBinary'>;

/**
 * What a file that is written anew begins with: what was in plain text before, or where there was no
 * file, a Secret without values.
 */
export function remainder(
  { path, format, isBinary }: Target,
  documents: readonly JsonObject[] | undefined,
): JsonObject {
  if (isBinary) {
    const hint = 'Write the content to a file, and encrypt that: sluice secret encrypt -i FILE';
    refuse('usage', {}, 'a binary file holds one value, and no keys', hint);
  }
  if (format === 'dotenv') return {};
  if (documents === undefined) return secretNamedAfter(path);
  const [document = {}, ...others] = documents;
  if (others.length > 0) {
    refuse('sops-unsupported', { file: path }, 'a file of several documents is not written anew');
  }
  const { sops: _, ...rest } = document;
  return mapOf(withoutCiphertext(rest));
}

function withoutCiphertext(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[])
      .filter((each) => !isCiphertext(each))
      .map(withoutCiphertext);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => !isCiphertext(each))
      .map(([key, each]) => [key, withoutCiphertext(each)]),
  );
}

function isCiphertext(value: JsonValue): boolean {
  return typeof value === 'string' && value.startsWith('ENC[AES256_GCM,');
}

/** The plain text of a document with one value more. */
export function textWith(
  { path: file, format }: Target,
  document: JsonObject,
  path: Path,
  value: Value,
): string {
  if (format === 'dotenv') {
    const [name = ''] = path;
    const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(String(name));
    if (!isName) refuse('usage', {}, 'KEY is no name of a variable', 'Write NAME.');
    const text = dotenvText(String(value));
    if (text === undefined)
      return refuse('sops-value', { file, field: String(name) }, readsAsNewline);
    return `${String(name)}=${text}\n`;
  }
  return emit(mapOf(assign(document, path, value, file)), format);
}

function assign(node: JsonValue, [step, ...rest]: Path, value: Value, file: string): JsonValue {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    refuse(
      'sops-path',
      { file },
      'a file that is written anew has no lists',
      'Use sluice secret edit.',
    );
  }
  const map = mapOf(node);
  return { ...map, [step]: assign(map[step] ?? {}, rest, value, file) };
}
