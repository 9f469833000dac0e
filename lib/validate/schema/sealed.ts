import type { JsonObject, JsonValue, Manifest } from '../../kubernetes/index.ts';
import type { Path } from '../path.ts';
import type { SchemaProblem } from './problem.ts';

const ciphertext = /^ENC\[AES256_GCM,data:[^,]*,.*type:(str|int|float|bool|bytes|comment)\]$/s;
const placeholders: Readonly<Record<string, JsonValue>> = { int: 1, float: 0.5, bool: true };

/** An object whose ciphertext stands for values of the types that it names. */
export interface Opened {
  readonly manifest: Manifest;
  /** Where ciphertext stood, by `placeKey`. */
  readonly sealed: readonly Path[];
}

/** Puts a value of the named type in place of ciphertext, and drops the block of SOPS. */
export function openSealed(manifest: Manifest): Opened {
  const sealed: Path[] = [];
  const { sops: _, ...rest } = manifest;
  return { manifest: open(rest as JsonValue, [], sealed) as Manifest, sealed };
}

function open(value: JsonValue, path: Path, sealed: Path[]): JsonValue {
  if (typeof value === 'string') {
    const type = ciphertext.exec(value)?.[1];
    if (type === undefined) return value;
    sealed.push(path);
    // No text of a person: bytes are base64, and a text that is one is text as well.
    return placeholders[type] ?? '';
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item, index) =>
      open(item, [...path, index], sealed),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, open(each, [...path, key], sealed)]),
  );
}

/** What is wrong whatever the ciphertext holds: types and fields, and what it has no part in. */
export function knownDespite(
  problems: readonly SchemaProblem[],
  sealed: readonly Path[],
): readonly SchemaProblem[] {
  const certain = new Set(['wrong-type', 'unknown-field', 'missing-field']);
  return problems.filter(({ kind, path }) => {
    if (certain.has(kind)) return true;
    return !sealed.some((each) => path.every((part, index) => each[index] === part));
  });
}
