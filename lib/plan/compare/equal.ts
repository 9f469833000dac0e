import { isList, isMap, type JsonValue } from '../../kubernetes/index.ts';

/** A value inside a manifest; what is left out is undefined. */
export type Value = JsonValue | undefined;

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
