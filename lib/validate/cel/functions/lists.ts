import { evaluate } from '@marcbachmann/cel-js';
import { CelError, functions, type Library, namespace } from './library.ts';

type Comparable = number | bigint | string;

function comparable(value: unknown): Comparable {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string')
    return value;
  return Number(value);
}

function extreme(list: readonly unknown[], sign: number): unknown {
  if (list.length === 0) throw new CelError('the list is empty');
  return list.reduce((best, each) => {
    const [a, b] = [comparable(each), comparable(best)];
    return (sign < 0 ? a < b : a > b) ? each : best;
  });
}

function sum(list: readonly unknown[]): unknown {
  if (list.every((each) => typeof each === 'bigint')) return list.reduce((a, b) => a + b, 0n);
  // Durations.
  if (list.some((each) => typeof each === 'object'))
    return list.reduce((a, b) => evaluate('a + b', { a, b }));
  return list.reduce<number>((total, each) => total + Number(each), 0);
}

function isSorted(list: readonly unknown[]): boolean {
  return list.every(
    (each, index) => index === 0 || comparable(list[index - 1]) <= comparable(each),
  );
}

/** Equality of CEL, for values of JSON. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => same(each, b[index]));
  }
  const [left, right] = [entriesOf(a), entriesOf(b)];
  if (left === undefined || right === undefined)
    return a === b || (isNumeric(a) && isNumeric(b) && a <= b && a >= b);
  return (
    left.size === right.size &&
    [...left].every(([key, each]) => right.has(key) && same(each, right.get(key)))
  );
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function entriesOf(value: unknown): Map<unknown, unknown> | undefined {
  if (value instanceof Map) return value as Map<unknown, unknown>;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.getPrototypeOf(value) === null ? new Map(Object.entries(value)) : undefined;
}

function has(list: readonly unknown[], wanted: unknown): boolean {
  return list.some((each) => same(each, wanted));
}

export const lists: readonly Library[] = [
  functions({
    'list.isSorted(): bool': isSorted,
    'list.sum(): dyn': sum,
    'list.reverse(): list': (list: readonly unknown[]) => [...list].reverse(),
    'list.min(): dyn': (list: readonly unknown[]) => extreme(list, -1),
    'list.max(): dyn': (list: readonly unknown[]) => extreme(list, 1),
    'list.indexOf(dyn): int': (list: readonly unknown[], wanted: unknown) =>
      BigInt(list.findIndex((each) => same(each, wanted))),
    'list.lastIndexOf(dyn): int': (list: readonly unknown[], wanted: unknown) =>
      BigInt(list.findLastIndex((each) => same(each, wanted))),
  }),
  namespace('sets', {
    'contains(list, list): bool': (list: readonly unknown[], wanted: readonly unknown[]) =>
      wanted.every((each) => has(list, each)),
    'equivalent(list, list): bool': (a: readonly unknown[], b: readonly unknown[]) =>
      a.every((each) => has(b, each)) && b.every((each) => has(a, each)),
    'intersects(list, list): bool': (a: readonly unknown[], b: readonly unknown[]) =>
      a.some((each) => has(b, each)),
  }),
];
