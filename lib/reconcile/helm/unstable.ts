import {
  formatObject,
  type JsonObject,
  type JsonValue,
  type Manifest,
  objectId,
} from '../../kubernetes/index.ts';
import { isHook } from './output.ts';

/** What stands in place of text that no two renders have in common. */
const unstableValue = '(differs between renders)';

/** A manifest without what differs from another render of it, and where that was. */
interface Masked {
  readonly manifest: Manifest;
  /** Paths such as `data.password`. */
  readonly fields: readonly string[];
}

/**
 * Masks what differs between two renders, in every object that both have. Never shows either value.
 * Of hooks, which Helm does not keep, no field is named.
 */
export function maskAll(
  first: readonly Manifest[],
  second: readonly Manifest[],
): { readonly manifests: readonly Manifest[]; readonly fields: readonly string[] } {
  const others = new Map(second.map((each) => [keyOf(each), each]));
  const all: string[] = [];
  const manifests = first.map((each) => {
    const other = others.get(keyOf(each));
    const { manifest, fields } =
      other === undefined
        ? { manifest: each, fields: ['metadata.name'] }
        : maskUnstable(each, other);
    if (!isHook(each))
      all.push(...fields.map((field) => `${formatObject(objectId(each))} ${field}`));
    return manifest;
  });
  return { manifests, fields: all };
}

function keyOf({ apiVersion, kind, metadata }: Manifest): string {
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('\n');
}

function maskUnstable(manifest: Manifest, other: Manifest): Masked {
  const fields: string[] = [];
  const masked = mask(manifest as JsonObject, other as JsonObject, '', fields);
  return { manifest: masked as Manifest, fields };
}

function mask(
  value: JsonValue,
  other: JsonValue | undefined,
  path: string,
  fields: string[],
): JsonValue {
  if (isMap(value) && isMap(other)) {
    const keys = [...new Set([...Object.keys(value), ...Object.keys(other)])];
    const entries = keys.map((key): [string, JsonValue] => {
      const at = path === '' ? key : `${path}.${key}`;
      return [
        key,
        key in value ? mask(value[key] ?? null, other[key], at, fields) : differs(at, fields),
      ];
    });
    return Object.fromEntries(entries);
  }
  if (isList(value) && isList(other) && value.length === other.length) {
    return value.map((item, index) => mask(item, other[index], `${path}[${index}]`, fields));
  }
  // What a map or list became is told by its place; texts are compared as they are.
  return Object.is(value, other) ? value : differs(path, fields);
}

function differs(path: string, fields: string[]): string {
  fields.push(path);
  return unstableValue;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
