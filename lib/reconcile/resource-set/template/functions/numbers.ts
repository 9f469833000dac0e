/** slim-sprig's functions of numbers (github.com/go-task/slim-sprig/v3 v3.0.0, numeric.go). */
import { fixed, type Functions, variadic } from '../function.ts';
import { print } from '../print.ts';
import { Int, List, Opaque, TemplateError, type Value } from '../values.ts';

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

function parseInteger(text: string, digits: RegExp, prefix: '' | '0o'): bigint {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (!digits.test(rest)) return 0n;
  const value = BigInt(prefix + rest) * (sign === '-' ? -1n : 1n);
  return value < least || value > most ? 0n : value;
}

/** What is no number counts as 0. */
export function toInt64(value: Value): bigint {
  if (value instanceof Int) return value.value;
  if (typeof value === 'string') return parseInteger(value, /^[0-9]+$/, '');
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'number') return 0n;
  if (!(Math.abs(value) < 2 ** 63)) throw new Opaque('a float beyond int64 is not supported');
  return BigInt(Math.trunc(value));
}

function toFloat64(value: Value): number {
  if (value instanceof Int) return Number(value.value);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(value)) {
    const number = Number(value);
    return Number.isFinite(number) ? number : 0;
  }
  if (/[xX_]|inf|nan/i.test(value)) throw new Opaque('such a float is not supported');
  return 0;
}

function int64(value: bigint): Int {
  return new Int(value, 'int64');
}

function fold(first: Value, others: readonly Value[], pick: (a: bigint, b: bigint) => bigint): Int {
  return int64(others.map(toInt64).reduce(pick, toInt64(first)));
}

function larger(a: bigint, b: bigint): bigint {
  return b > a ? b : a;
}

function smaller(a: bigint, b: bigint): bigint {
  return b < a ? b : a;
}

function nonZero(value: Value): bigint {
  const number = toInt64(value);
  if (number === 0n) throw new TemplateError('integer divide by zero');
  return number;
}

function steps(start: bigint, stop: bigint, step: bigint): bigint[] {
  if (stop < start ? step >= 0n : step <= 0n) return [];
  if ((stop - start) / step > 100_000n) throw new Opaque('so many numbers are not supported');
  const found: bigint[] = [];
  for (let at = start; stop < start ? at > stop : at < stop; at += step) found.push(at);
  return found;
}

function integers(values: readonly bigint[]): List {
  return new List(
    values.map((value) => new Int(value, 'int')),
    '[]int',
  );
}

function sequence(params: readonly Int[]): string {
  const [a, b, c] = params.map(({ value }) => value);
  if (a === undefined || params.length > 3) return '';
  const [start, end, given] =
    b === undefined ? [1n, a, undefined] : c === undefined ? [a, b, undefined] : [a, c, b];
  const direction = end < start ? -1n : 1n;
  if (direction < 0n && given !== undefined && given > 0n) return '';
  return steps(start, end + direction, given ?? direction).join(' ');
}

function round(value: Value, places: Int, on: number): number {
  const power = 10 ** Number(places.value);
  const digit = power * toFloat64(value);
  const fraction = digit - Math.trunc(digit);
  return (fraction >= on ? Math.ceil(digit) : Math.floor(digit)) / power;
}

export const numbers: Functions = {
  atoi: fixed(['string'], (text) => new Int(parseInteger(text, /^[0-9]+$/, ''), 'int')),
  int64: fixed(['any'], (value) => int64(toInt64(value))),
  int: fixed(['any'], (value) => new Int(toInt64(value), 'int')),
  float64: fixed(['any'], toFloat64),
  toDecimal: fixed(['any'], (value) => int64(parseInteger(print(value), /^[0-7]+$/, '0o'))),
  seq: variadic([], 'int', (...params) => sequence(params)),
  until: fixed(['int'], ({ value }) => integers(steps(0n, value, value < 0n ? -1n : 1n))),
  untilStep: fixed(['int', 'int', 'int'], (start, stop, step) =>
    integers(steps(start.value, stop.value, step.value)),
  ),
  add1: fixed(['any'], (value) => int64(toInt64(value) + 1n)),
  add: variadic([], 'any', (...values) =>
    int64(values.reduce<bigint>((sum, each) => sum + toInt64(each), 0n)),
  ),
  sub: fixed(['any', 'any'], (a, b) => int64(toInt64(a) - toInt64(b))),
  div: fixed(['any', 'any'], (a, b) => int64(toInt64(a) / nonZero(b))),
  mod: fixed(['any', 'any'], (a, b) => int64(toInt64(a) % nonZero(b))),
  mul: variadic(['any'], 'any', (a, ...others) =>
    fold(a, others, (x, y) => BigInt.asIntN(64, x * y)),
  ),
  biggest: variadic(['any'], 'any', (a, ...others) => fold(a, others, larger)),
  max: variadic(['any'], 'any', (a, ...others) => fold(a, others, larger)),
  min: variadic(['any'], 'any', (a, ...others) => fold(a, others, smaller)),
  maxf: variadic(['any'], 'any', (a, ...others) => Math.max(...[a, ...others].map(toFloat64))),
  minf: variadic(['any'], 'any', (a, ...others) => Math.min(...[a, ...others].map(toFloat64))),
  ceil: fixed(['any'], (value) => Math.ceil(toFloat64(value))),
  floor: fixed(['any'], (value) => Math.floor(toFloat64(value))),
  round: variadic(['any', 'int'], 'float64', (value, places, on = 0.5) => round(value, places, on)),
};
