/**
 * What each operator makes of a value (fluxcd/pkg/envsubst v1.7.1, funcs.go). Values and operands
 * are byte strings; lengths and positions count bytes.
 */
import { fromBytes, runes, toBytes } from './bytes.ts';
import { lower, upper } from './case.ts';
import { matches } from './pattern.ts';

type Operation = (value: string, operands: readonly string[]) => string | undefined;

function orDefault(value: string, operands: readonly string[]): string {
  return value === '' ? operands.join('') : value;
}

/** A value of UTF-8 with its case changed. */
function inCase(value: string, change: (text: string) => string): string {
  return toBytes(change(fromBytes(value) ?? value));
}

function inCaseFirst(value: string, change: (text: string) => string): string {
  const [first, ...rest] = runes(value);
  return first === undefined ? '' : inCase(first, change) + rest.join('');
}

const longest = 2n ** 63n - 1n;

/** An integer of 64 bits, as Go's strconv.Atoi reads it. */
function integer(text: string): bigint | undefined {
  if (!/^[-+]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value > longest || value < -longest - 1n ? undefined : value;
}

/** A bare text where a number is wanted gives the whole value; an end beyond 64 bits is a crash. */
function substring(value: string, [from = '', count]: readonly string[]): string | undefined {
  const size = BigInt(value.length);
  const offset = integer(from);
  if (offset === undefined) return value;
  const fromEnd = size + offset < 0n ? 0n : size + offset;
  const start = offset < 0n ? fromEnd : offset;
  if (count === undefined) return cut(value, start, size);
  const length = integer(count);
  if (length === undefined) return value;
  if (start + length > longest) return undefined;
  return cut(value, start, length < 0n ? size + length : start + length);
}

function cut(value: string, start: bigint, stop: bigint): string {
  return start < stop ? value.slice(Number(start), Number(stop)) : '';
}

/** JavaScript's replacement patterns, such as `$&`, mean nothing here. */
function replaceFirst(value: string, [from = '', to = '']: readonly string[]): string {
  return value.replace(from, () => to);
}

function replaceAll(value: string, [from = '', to = '']: readonly string[]): string {
  // Between characters, not between bytes.
  return from === '' ? ['', ...runes(value), ''].join(to) : value.replaceAll(from, () => to);
}

function replacePrefix(value: string, [from = '', to]: readonly string[]): string {
  return to !== undefined && value.startsWith(from) ? to + value.slice(from.length) : value;
}

function replaceSuffix(value: string, [from = '', to]: readonly string[]): string {
  return to !== undefined && value.endsWith(from)
    ? value.slice(0, value.length - from.length) + to
    : value;
}

/** Without the shortest or longest beginning that matches; whole if the pattern is malformed. */
function trim(value: string, pattern: string, kind: 'shortest' | 'longest'): string {
  let kept = value;
  for (let length = value.length; length > 0; length--) {
    const matched = matches(pattern, value.slice(0, length));
    if (matched === undefined) return value;
    if (!matched) continue;
    kept = value.slice(length);
    if (kind === 'longest') break;
  }
  return kept;
}

function reverse(bytes: string): string {
  return runes(bytes).reverse().join('');
}

function trimEnd(value: string, pattern: string, kind: 'shortest' | 'longest'): string {
  return reverse(trim(reverse(value), reverse(pattern), kind));
}

/** By operator. `:+` and `:?` do here what `:-` does; mixed signs of case leave the value. */
const operations: Readonly<Record<string, Operation>> = {
  ',': (value) => inCaseFirst(value, lower),
  ',,': (value) => inCase(value, lower),
  '^': (value) => inCaseFirst(value, upper),
  '^^': (value) => inCase(value, upper),
  '#': (value, [pattern]) =>
    pattern === undefined ? String(value.length) : trim(value, pattern, 'shortest'),
  '##': (value, [pattern = '']) => trim(value, pattern, 'longest'),
  '%': (value, [pattern = '']) => trimEnd(value, pattern, 'shortest'),
  '%%': (value, [pattern = '']) => trimEnd(value, pattern, 'longest'),
  ':': substring,
  '/': replaceFirst,
  '//': replaceAll,
  '/#': replacePrefix,
  '/%': replaceSuffix,
};

/** @returns undefined where the controller would crash */
export function apply(
  operator: string,
  value: string,
  operands: readonly string[],
): string | undefined {
  return (operations[operator] ?? orDefault)(value, operands);
}

/** Whether an operator says what stands for a variable that is not set. */
export function hasDefault(operator: string): boolean {
  return ['=', ':=', ':-', ':+', ':?'].includes(operator);
}
