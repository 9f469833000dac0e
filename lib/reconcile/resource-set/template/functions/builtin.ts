/** The functions of text/template itself (Go 1.26, text/template/funcs.go). */
import { fixed, type Functions, variadic } from '../function.ts';
import { format, printAll } from '../print.ts';
import {
  compareText,
  Dict,
  Int,
  isTrue,
  List,
  Opaque,
  TemplateError,
  typeOf,
  type Value,
} from '../values.ts';

type Basic = 'bool' | 'int' | 'float' | 'string' | undefined;

function basicKind(value: Value): Basic {
  if (value instanceof Int) return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  return typeof value === 'string' ? 'string' : undefined;
}

function incompatible(a: Value, b: Value): TemplateError {
  return new TemplateError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
}

function equals(a: Value, b: Value): boolean {
  if (a === null || b === null) {
    if (a instanceof List || a instanceof Dict || b instanceof List || b instanceof Dict) {
      throw new Opaque('comparing a list or a map with nil is not supported');
    }
    return a === b;
  }
  if (basicKind(a) !== basicKind(b)) throw incompatible(a, b);
  if (basicKind(a) === undefined) throw new TemplateError('non-comparable type');
  return a instanceof Int && b instanceof Int ? a.value === b.value : a === b;
}

/** Negative where the first is less. */
function compare(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof Int && b instanceof Int)
    return a.value < b.value ? -1 : Number(a.value > b.value);
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : Number(a > b);
  if (basicKind(a) !== undefined && basicKind(b) !== undefined && basicKind(a) !== basicKind(b)) {
    throw incompatible(a, b);
  }
  throw new TemplateError('invalid type for comparison');
}

function length(value: Value): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (value instanceof List) return value.items.length;
  if (value instanceof Dict) return value.entries.size;
  throw new TemplateError(`len of type ${typeOf(value)}`);
}

function index(value: Value, key: Value): Value {
  if (value instanceof Dict && typeof key === 'string') {
    return value.entries.get(key) ?? (value.type === 'map[string]string' ? '' : null);
  }
  if (value instanceof List && key instanceof Int) {
    const item = value.items[Number(key.value)];
    if (item === undefined) throw new TemplateError(`index out of range: ${key.value}`);
    return item;
  }
  if (typeof value === 'string') throw new Opaque('bytes of a string are not supported');
  throw new TemplateError(`can't index item of type ${typeOf(value)} with ${typeOf(key)}`);
}

export const builtin: Functions = {
  // The evaluator short-circuits these two.
  and: variadic(['any'], 'any', (value) => value),
  or: variadic(['any'], 'any', (value) => value),
  not: fixed(['any'], (value) => !isTrue(value)),
  eq: variadic(['any', 'any'], 'any', (a, ...others) => others.some((each) => equals(a, each))),
  ne: fixed(['any', 'any'], (a, b) => !equals(a, b)),
  lt: fixed(['any', 'any'], (a, b) => compare(a, b) < 0),
  le: fixed(['any', 'any'], (a, b) => compare(a, b) <= 0),
  gt: fixed(['any', 'any'], (a, b) => compare(a, b) > 0),
  ge: fixed(['any', 'any'], (a, b) => compare(a, b) >= 0),
  len: fixed(['any'], (value) => new Int(length(value), 'int')),
  index: variadic(['any'], 'any', (value, ...keys) => {
    if (value === null) throw new TemplateError('index of untyped nil');
    return keys.reduce(index, value);
  }),
  print: variadic([], 'any', (...values) => printAll(values)),
  println: variadic(
    [],
    'any',
    (...values) => `${values.map((each) => printAll([each])).join(' ')}\n`,
  ),
  printf: variadic(['string'], 'any', (pattern, ...values) => format(pattern, values)),
};
