import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';

/** A value inside a manifest; what is left out is undefined. */
export type Value = JsonValue | undefined;

export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value at a path of keys, or undefined where the path ends earlier. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), value);
}

/** The text at a path of keys. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The list at a path of keys; empty where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly JsonValue[] {
  const found = valueAt(value, ...path);
  return isList(found) ? found : [];
}

/** Whether two values are one to the API server, for which null and left out are the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || a === undefined) return b === null || b === undefined;
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  for (const key in a) if (!isEqual(a[key], b[key])) return false;
  for (const key in b) if (!(key in a) && b[key] !== null && b[key] !== undefined) return false;
  return true;
}
