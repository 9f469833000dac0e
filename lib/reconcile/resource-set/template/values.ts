/** Values of Go as templates see them: JavaScript's, where the types of Go need no telling apart. */
import type { JsonObject, JsonValue } from '../../../kubernetes/index.ts';

/** An integer; `int` and `int64` are two types to functions. */
export class Int {
  readonly value: bigint;
  readonly type: 'int' | 'int64';

  constructor(value: bigint | number, type: 'int' | 'int64') {
    this.value = BigInt.asIntN(64, BigInt(value));
    this.type = type;
  }
}

/** A slice of any values, of strings, or of integers. */
export class List {
  readonly items: readonly Value[];
  readonly type: '[]interface {}' | '[]string' | '[]int';

  constructor(items: readonly Value[], type: List['type'] = '[]interface {}') {
    this.items = items;
    this.type = type;
  }
}

/** A map by strings, which templates may change. */
export class Dict {
  readonly entries: Map<string, Value>;
  readonly type: 'map[string]interface {}' | 'map[string]string';
  /** Whether it is nil, an empty map that nothing can be put into. */
  readonly isNil: boolean;

  constructor(
    entries: Iterable<readonly [string, Value]>,
    type: Dict['type'] = 'map[string]interface {}',
    isNil = false,
  ) {
    this.entries = new Map(entries);
    this.type = type;
    this.isNil = isNil;
  }

  /** In the order in which Go prints and ranges. */
  sorted(): [string, Value][] {
    return [...this.entries].sort(([a], [b]) => compareText(a, b));
  }
}

/** What only the cluster knows. Whoever looks at it fails. */
export class Unknown {
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

export type Value = null | boolean | number | string | Int | List | Dict | Unknown;

/** What the template itself does wrong: flux-operator fails as well. */
export class TemplateError extends Error {}

/** What cannot be known here, or is not supported: nothing is guessed. */
export class Opaque extends Error {}

/** Strings in the order of Go: by their bytes, which is by code points. */
export function compareText(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** A value of JSON as Kubernetes reads it: whole numbers are int64. */
export function fromJson(value: JsonValue): Value {
  if (typeof value === 'bigint') return new Int(value, 'int64');
  if (typeof value === 'number' && Number.isInteger(value)) return new Int(value, 'int64');
  if (Array.isArray(value)) return new List((value as readonly JsonValue[]).map(fromJson));
  if (typeof value !== 'object' || value === null) return value;
  return dictOf(value as JsonObject);
}

export function dictOf(value: JsonObject): Dict {
  return new Dict(Object.entries(value).map(([key, each]) => [key, fromJson(each)]));
}

/** The value of JSON that Go writes. */
export function toJson(value: Value): JsonValue {
  if (value instanceof Unknown) throw new Opaque(value.what);
  if (value instanceof Int) {
    const number = Number(value.value);
    return Number.isSafeInteger(number) ? number : value.value;
  }
  if (value instanceof List) return value.items.map(toJson);
  if (value instanceof Dict) {
    if (value.isNil) return null;
    return Object.fromEntries(value.sorted().map(([key, each]) => [key, toJson(each)]));
  }
  return value;
}

/** The type by Go's name. */
export function typeOf(value: Value): string {
  if (value instanceof Unknown) throw new Opaque(value.what);
  if (value === null) return '<nil>';
  if (value instanceof Int || value instanceof List || value instanceof Dict) return value.type;
  return { boolean: 'bool', number: 'float64', string: 'string' }[
    typeof value as 'boolean' | 'number' | 'string'
  ];
}

/** Whether Go takes a value for true, and sprig for not empty. */
export function isTrue(value: Value): boolean {
  if (value instanceof Unknown) throw new Opaque(value.what);
  if (value instanceof Int) return value.value !== 0n;
  if (value instanceof List) return value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  return value !== null && value !== false && value !== 0 && value !== '';
}
