/**
 * slim-sprig's functions of maps and of values that may be missing (github.com/go-task/slim-sprig/
 * v3 v3.0.0, dict.go and defaults.go). Where Go gives keys in any order, they are in order here.
 */
import { fixed, type Functions, variadic } from '../function.ts';
import { Dict, isTrue, List, TemplateError, typeOf, type Value } from '../values.ts';
import { toText } from './strings.ts';

function pairs(values: readonly Value[]): Dict {
  const made = new Dict([]);
  for (let at = 0; at < values.length; at += 2) {
    const value = values[at + 1];
    made.entries.set(toText(values[at] ?? null), value === undefined ? '' : value);
  }
  return made;
}

function dig(values: readonly Value[]): Value {
  const [otherwise, from] = values.slice(-2);
  if (values.length < 3) throw new TemplateError('dig needs at least three arguments');
  let found: Value = from ?? null;
  for (const key of values.slice(0, -2)) {
    if (!(found instanceof Dict) || typeof key !== 'string') {
      throw new TemplateError(`dig into ${typeOf(found)}`);
    }
    const next: Value | undefined = found.entries.get(key);
    if (next === undefined) return otherwise ?? null;
    found = next;
  }
  return found;
}

function filtered({ entries }: Dict, keeps: (key: string) => boolean): Dict {
  return new Dict([...entries].filter(([key]) => keeps(key)));
}

export const maps: Functions = {
  dict: variadic([], 'any', (...values) => pairs(values)),
  get: fixed(['dict', 'string'], ({ entries }, key) =>
    entries.has(key) ? (entries.get(key) ?? null) : '',
  ),
  set: fixed(['dict', 'string', 'any'], (dict, key, value) => {
    if (dict.isNil) throw new TemplateError('assignment to entry in nil map');
    dict.entries.set(key, value);
    return dict;
  }),
  unset: fixed(['dict', 'string'], (dict, key) => {
    dict.entries.delete(key);
    return dict;
  }),
  hasKey: fixed(['dict', 'string'], ({ entries }, key) => entries.has(key)),
  pluck: variadic(
    ['string'],
    'dict',
    (key, ...dicts) =>
      new List(
        dicts
          .filter(({ entries }) => entries.has(key))
          .map(({ entries }) => entries.get(key) ?? null),
      ),
  ),
  keys: variadic(
    [],
    'dict',
    (...dicts) =>
      new List(
        dicts.flatMap((dict) => dict.sorted().map(([key]) => key)),
        '[]string',
      ),
  ),
  values: fixed(['dict'], (dict) => new List(dict.sorted().map(([, value]) => value))),
  pick: variadic(['dict'], 'string', (dict, ...keys) =>
    filtered(dict, (key) => keys.includes(key)),
  ),
  omit: variadic(['dict'], 'string', (dict, ...keys) =>
    filtered(dict, (key) => !keys.includes(key)),
  ),
  dig: variadic([], 'any', (...values) => dig(values)),
  default: variadic(['any'], 'any', (otherwise, given = null) =>
    isTrue(given) ? given : otherwise,
  ),
  empty: fixed(['any'], (value) => !isTrue(value)),
  coalesce: variadic([], 'any', (...values) => values.find(isTrue) ?? null),
  all: variadic([], 'any', (...values) => values.every(isTrue)),
  any: variadic([], 'any', (...values) => values.some(isTrue)),
  ternary: fixed(['any', 'any', 'bool'], (yes, no, condition) => (condition ? yes : no)),
  typeOf: fixed(['any'], typeOf),
  typeIs: fixed(['string', 'any'], (type, value) => typeOf(value) === type),
  typeIsLike: fixed(['string', 'any'], (type, value) => [type, `*${type}`].includes(typeOf(value))),
  kindOf: fixed(['any'], kindOf),
  kindIs: fixed(['string', 'any'], (kind, value) => kindOf(value) === kind),
  fail: fixed(['string'], (message) => {
    throw new TemplateError(message);
  }),
};

function kindOf(value: Value): string {
  if (value === null) return 'invalid';
  if (value instanceof List) return 'slice';
  return value instanceof Dict ? 'map' : typeOf(value);
}
