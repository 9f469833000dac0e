/** slim-sprig's functions of lists (github.com/go-task/slim-sprig/v3 v3.0.0, list.go). */
import { fixed, type Functions, type TemplateFunction, variadic } from '../function.ts';
import { Dict, Int, isTrue, List, Opaque, TemplateError, typeOf, type Value } from '../values.ts';
import { toInt64 } from './numbers.ts';

function itemsOf(value: Value): readonly Value[] {
  if (value instanceof List) return value.items;
  throw new TemplateError(`${typeOf(value)} is no list`);
}

/** Go's reflect.DeepEqual: types count as well. */
function deepEqual(a: Value, b: Value): boolean {
  if (typeOf(a) !== typeOf(b)) return false;
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (a instanceof List && b instanceof List) {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, at) => deepEqual(item, b.items[at] ?? null))
    );
  }
  if (a instanceof Dict && b instanceof Dict) {
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, value]) => {
        const other = b.entries.get(key);
        return other !== undefined && deepEqual(value, other);
      })
    );
  }
  return a === b;
}

function includes(items: readonly Value[], value: Value): boolean {
  return items.some((item) => deepEqual(value, item));
}

function unique(items: readonly Value[]): Value[] {
  const found: Value[] = [];
  for (const item of items) if (!includes(found, item)) found.push(item);
  return found;
}

function slice(list: Value, indices: readonly Value[]): Value {
  const items = itemsOf(list);
  if (items.length === 0) return null;
  const start = Number(toInt64(indices[0] ?? null));
  const end = indices.length < 2 ? items.length : Number(toInt64(indices[1] ?? null));
  if (start < 0 || start > end || end > items.length) {
    throw new TemplateError('slice index out of bounds');
  }
  return new List(items.slice(start, end), list instanceof List ? list.type : undefined);
}

function chunk(size: Int, list: Value): Value {
  const items = itemsOf(list);
  const width = Number(size.value);
  if (width <= 0) throw new Opaque('chunks without a size are not supported');
  const count = Math.ceil(items.length / width);
  return new List(
    Array.from({ length: count }, (_, at) => new List(items.slice(at * width, (at + 1) * width))),
  );
}

/** Of an empty list it gives nil, as Go does, which prints as an empty list. */
function shortened(items: readonly Value[]): List {
  return new List(items);
}

const append = fixed(['any', 'any'], (list, value) => new List([...itemsOf(list), value]));

const functions: Functions = {
  append,
  push: append,
  prepend: fixed(['any', 'any'], (list, value) => new List([value, ...itemsOf(list)])),
  first: fixed(['any'], (list) => itemsOf(list)[0] ?? null),
  rest: fixed(['any'], (list) => shortened(itemsOf(list).slice(1))),
  last: fixed(['any'], (list) => itemsOf(list).at(-1) ?? null),
  initial: fixed(['any'], (list) => shortened(itemsOf(list).slice(0, -1))),
  reverse: fixed(['any'], (list) => new List([...itemsOf(list)].reverse())),
  uniq: fixed(['any'], (list) => new List(unique(itemsOf(list)))),
  compact: fixed(['any'], (list) => new List(itemsOf(list).filter(isTrue))),
  without: variadic(
    ['any'],
    'any',
    (list, ...omitted) => new List(itemsOf(list).filter((item) => !includes(omitted, item))),
  ),
  has: fixed(['any', 'any'], (value, list) => list !== null && includes(itemsOf(list), value)),
  slice: variadic(['any'], 'any', (list, ...indices) => slice(list, indices)),
  chunk: fixed(['int', 'any'], chunk),
};

/** Each has a twin that gives its error instead of a panic, which comes to the same here. */
function withMust(plain: Functions): Functions {
  const twins = Object.entries(plain).map(([name, each]): [string, TemplateFunction] => [
    `must${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    each,
  ]);
  return { ...plain, ...Object.fromEntries(twins) };
}

export const lists: Functions = {
  ...withMust(functions),
  list: variadic([], 'any', (...values) => new List(values)),
  tuple: variadic([], 'any', (...values) => new List(values)),
  concat: variadic([], 'any', (...values) => new List(values.flatMap(itemsOf))),
  deepEqual: fixed(['any', 'any'], deepEqual),
};
