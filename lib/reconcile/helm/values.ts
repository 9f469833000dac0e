import type { HelmReleaseSpecValuesFrom } from '../../flux/index.ts';
import type { JsonObject, Manifest } from '../../kubernetes/index.ts';
import { placeholder } from '../secrets/mask.ts';
import { readValues } from './read-values.ts';
import { PathError, setPath } from './set-path.ts';

/** Values of a chart while they are composed. Maps have no prototype, so any key is a key. */
export type Values = Record<string, unknown>;

/** A ConfigMap or Secret that values come from, as the state holds it. */
export interface ValuesSource {
  readonly manifest: Manifest;
  /** A Secret that no key opened: its values are placeholders. */
  readonly isSealed: boolean;
  /** A Secret with placeholders for its values. */
  readonly isHidden: boolean;
}

/** Finds an object in the namespace of the HelmRelease. */
export type FindValues = (kind: 'ConfigMap' | 'Secret', name: string) => ValuesSource | undefined;

/** Values, or why there are none. */
export type ComposedValues =
  | { readonly values: JsonObject }
  /** Flux would have them, as far as is known, but they are not in the tree. */
  | { readonly unknown: string }
  /** Flux would stop with an error. */
  | { readonly problem: string };

/**
 * The values of a release as helm-controller composes them: references in their order, then the
 * release's own (fluxcd/pkg chartutil v1.27.2, values.go, ChartValuesFromReferences). A reference
 * with `targetPath` first takes the release's values in and changes maps that it shares with them,
 * so that a nested path wins over `spec.values`, and one of a single key does not.
 */
export function composeValues(
  own: JsonObject,
  references: readonly HelmReleaseSpecValuesFrom[],
  find: FindValues,
): ComposedValues {
  const values = cloneMap(own);
  let result: Values = emptyMap();
  for (const reference of references) {
    const { kind, name, targetPath = '', literal } = reference;
    const key =
      reference.valuesKey === undefined || reference.valuesKey === ''
        ? 'values.yaml'
        : reference.valuesKey;
    const data = dataOf(reference, key, find);
    if (data === undefined) continue;
    if (typeof data !== 'string') return data;
    const where = `key ${key} of ${kind} ${name}`;
    if (targetPath !== '') {
      result = mergeMaps(result, values);
      const problem = replacePath(result, targetPath, data, literal === true);
      if (problem !== undefined)
        return { problem: `${where} cannot be set at ${targetPath}: ${problem}` };
      continue;
    }
    const read = readValues(data);
    if (read === undefined) return { problem: `${where} is no YAML map` };
    result = mergeMaps(result, cloneMap(read));
  }
  return { values: mergeMaps(result, values) as JsonObject };
}

function dataOf(
  { kind, name, optional, targetPath = '' }: HelmReleaseSpecValuesFrom,
  key: string,
  find: FindValues,
): string | undefined | Exclude<ComposedValues, { values: unknown }> {
  const source = find(kind, name);
  if (source === undefined) {
    return optional === true ? undefined : { unknown: `${kind} ${name} is not in the tree` };
  }
  if (source.isSealed) return { unknown: `Secret ${name} is encrypted, and no key opened it` };
  const text = textOf(source.manifest, key);
  // A value at a path is one text, whatever is written in it.
  if (source.isHidden && text !== undefined && targetPath !== '') return placeholder(key);
  if (text !== undefined || optional === true) return text;
  return { problem: `${kind} ${name} has no key ${key}` };
}

/** What the API server makes of `data` and `stringData`. */
function textOf({ kind, ...manifest }: Manifest, key: string): string | undefined {
  const own = (field: string): unknown => {
    const map = manifest[field];
    return isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
  };
  const plain = kind === 'Secret' ? own('stringData') : own('data');
  if (typeof plain === 'string') return plain;
  const encoded = kind === 'Secret' ? own('data') : undefined;
  return typeof encoded === 'string' ? decodeBase64(encoded) : undefined;
}

function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
}

/** chartutil's ReplacePathValue and ReplacePathLiteralValue. */
function replacePath(
  values: Values,
  path: string,
  value: string,
  literal: boolean,
): string | undefined {
  const isQuoted = /^'.*'$/s.test(value) || /^".*"$/s.test(value) || value === "'" || value === '"';
  const text = literal
    ? value.replace(/[\\,[\]{}]/g, String.raw`\$&`)
    : isQuoted
      ? value.replace(/^['"]+|['"]+$/g, '')
      : value;
  try {
    setPath(values, path, text, literal || isQuoted);
    return undefined;
  } catch (error) {
    if (error instanceof PathError) return error.message;
    throw error;
  }
}

/** Merges b into a copy of a. Maps that only one of them has are shared with it. */
export function mergeMaps(a: Values, b: Values): Values {
  const out = Object.assign(emptyMap(), a);
  for (const [key, value] of Object.entries(b)) {
    const known = out[key];
    out[key] = isMap(value) && isMap(known) ? mergeMaps(known, value) : value;
  }
  return out;
}

function emptyMap(): Values {
  return Object.create(null) as Values;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cloneMap(map: JsonObject): Values {
  return clone(map) as Values;
}

function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (!isMap(value)) return value;
  const out = emptyMap();
  for (const [key, child] of Object.entries(value))
    if (child !== undefined) out[key] = clone(child);
  return out;
}
