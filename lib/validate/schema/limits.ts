import type { JsonValue } from '../../kubernetes/index.ts';
import { type Compiled, goRegExp } from '../../sops/index.ts';
import { formatProblem } from './formats.ts';
import type { Limits } from './node.ts';

/** Why a value breaks a limit, or undefined. */
export function limitProblem(limits: Limits, value: JsonValue): string | undefined {
  if (limits.enum !== undefined && !limits.enum.some((each) => equal(each, value))) {
    const known = limits.enum.map((each) => (each === '' ? '""' : shown(each)));
    return `must be one of ${known.join(', ')}`;
  }
  switch (typeof value) {
    case 'string':
      return stringProblem(limits, value);
    case 'number':
    case 'bigint':
      return numberProblem(limits, value);
    case 'object':
      return value === null ? undefined : sizeProblem(limits, value);
    default:
      return undefined;
  }
}

function stringProblem(limits: Limits, text: string): string | undefined {
  const { minLength = 0, maxLength = Infinity, pattern, format } = limits;
  // Only what could be too long or too short is counted by characters.
  if (text.length < minLength * 2 || text.length > maxLength) {
    const { length } = Array.from(text);
    if (length < minLength) return `must have at least ${counted(minLength, 'character')}`;
    if (length > maxLength) return `must have at most ${counted(maxLength, 'character')}`;
  }
  if (pattern !== undefined && !matches(pattern, text)) return `must match ${pattern}`;
  return format === undefined ? undefined : formatProblem(format, text);
}

const patterns = new Map<string, Compiled>();

function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = goRegExp(pattern);
    patterns.set(pattern, compiled);
  }
  return 'problem' in compiled || compiled.regexp.test(text);
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

function numberProblem(limits: Limits, value: number | bigint): string | undefined {
  const { minimum, maximum, multipleOf, format } = limits;
  const range = format === undefined ? undefined : ranges[format];
  if (range !== undefined && (value < range[0] || value > range[1])) {
    return `does not fit into ${format ?? ''}`;
  }
  if (minimum !== undefined) {
    if (limits.exclusiveMinimum === true && value <= minimum) return `must be more than ${minimum}`;
    if (value < minimum) return `must be at least ${String(minimum)}`;
  }
  if (maximum !== undefined) {
    if (limits.exclusiveMaximum === true && value >= maximum) return `must be less than ${maximum}`;
    if (value > maximum) return `must be at most ${String(maximum)}`;
  }
  if (multipleOf !== undefined && !Number.isInteger(Number(value) / multipleOf)) {
    return `must be a multiple of ${String(multipleOf)}`;
  }
  return undefined;
}

function sizeProblem(limits: Limits, value: object): string | undefined {
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Infinity } = limits;
    if (value.length < minItems) return `must have at least ${counted(minItems, 'item')}`;
    return value.length > maxItems ? `must have at most ${counted(maxItems, 'item')}` : undefined;
  }
  const { minProperties = 0, maxProperties = Infinity } = limits;
  if (minProperties === 0 && maxProperties === Infinity) return undefined;
  const { length } = Object.keys(value);
  if (length < minProperties) return `must have at least ${counted(minProperties, 'field')}`;
  return length > maxProperties
    ? `must have at most ${counted(maxProperties, 'field')}`
    : undefined;
}

function counted(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

function equal(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return a <= b && a >= b;
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isNumber(value: JsonValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
