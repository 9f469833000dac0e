import { isQuantity, quantityNanos } from '../../schema/quantity.ts';
import { CelError, functions, type Library, type } from './library.ts';

class Quantity {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

const one = 1_000_000_000n;

function quantity(text: string): Quantity {
  const nanos = quantityNanos(text);
  if (nanos === undefined) throw new CelError('no quantity');
  return new Quantity(nanos);
}

function asInteger({ nanos }: Quantity): bigint {
  if (nanos % one !== 0n) throw new CelError('the quantity is no integer');
  return nanos / one;
}

function compare(a: bigint, b: bigint): bigint {
  return a < b ? -1n : a > b ? 1n : 0n;
}

class Semver {
  readonly numbers: readonly bigint[];
  readonly pre: readonly string[];
  constructor(numbers: readonly bigint[], pre: readonly string[]) {
    this.numbers = numbers;
    this.pre = pre;
  }
}

const number = '(0|[1-9]\\d*)';
const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const strict = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-(${identifiers}))?(?:\\+${identifiers})?$`,
);

function readSemver(text: string, normalize: boolean): Semver | undefined {
  const match = strict.exec(normalize ? normalized(text) : text);
  if (match === null) return undefined;
  const [, major = '', minor = '', patch = '', pre = ''] = match;
  return new Semver([major, minor, patch].map(BigInt), pre === '' ? [] : pre.split('.'));
}

/** `v1.2` becomes `1.2.0`, and leading zeros go. */
function normalized(text: string): string {
  const [, core = '', rest = ''] = /^v?([0-9.]*)(.*)$/s.exec(text) ?? [];
  const parts = core.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length < 3) parts.push('0');
  return parts.join('.') + rest;
}

function semver(text: string, normalize = false): Semver {
  const found = readSemver(text, normalize);
  if (found === undefined) throw new CelError('no semantic version');
  return found;
}

function compareSemver(a: Semver, b: Semver): bigint {
  for (const [index, each] of a.numbers.entries()) {
    const order = compare(each, b.numbers[index] ?? 0n);
    if (order !== 0n) return order;
  }
  if (a.pre.length === 0 || b.pre.length === 0)
    return compare(BigInt(b.pre.length), BigInt(a.pre.length)) === 0n
      ? 0n
      : a.pre.length === 0
        ? 1n
        : -1n;
  for (let index = 0; index < Math.max(a.pre.length, b.pre.length); index += 1) {
    const order = comparePart(a.pre[index], b.pre[index]);
    if (order !== 0n) return order;
  }
  return 0n;
}

function comparePart(a: string | undefined, b: string | undefined): bigint {
  if (a === undefined || b === undefined) return a === b ? 0n : a === undefined ? -1n : 1n;
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return compare(BigInt(a), BigInt(b));
  if (left !== right) return left ? -1n : 1n;
  return a < b ? -1n : a > b ? 1n : 0n;
}

export const quantities: readonly Library[] = [
  type('kubernetes.Quantity', Quantity, (a, b) => a.nanos === b.nanos),
  type('kubernetes.Semver', Semver, (a, b) => compareSemver(a, b) === 0n),
  functions({
    'quantity(string): kubernetes.Quantity': quantity,
    'isQuantity(string): bool': isQuantity,
    'kubernetes.Quantity.sign(): int': ({ nanos }: Quantity) => compare(nanos, 0n),
    'kubernetes.Quantity.isInteger(): bool': ({ nanos }: Quantity) => nanos % one === 0n,
    'kubernetes.Quantity.asInteger(): int': asInteger,
    'kubernetes.Quantity.asApproximateFloat(): double': ({ nanos }: Quantity) =>
      Number(nanos) / 1e9,
    'kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity': (
      a: Quantity,
      b: Quantity,
    ) => new Quantity(a.nanos + b.nanos),
    'kubernetes.Quantity.add(int): kubernetes.Quantity': (a: Quantity, b: bigint) =>
      new Quantity(a.nanos + b * one),
    'kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity': (
      a: Quantity,
      b: Quantity,
    ) => new Quantity(a.nanos - b.nanos),
    'kubernetes.Quantity.sub(int): kubernetes.Quantity': (a: Quantity, b: bigint) =>
      new Quantity(a.nanos - b * one),
    'kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool': (a: Quantity, b: Quantity) =>
      a.nanos > b.nanos,
    'kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool': (a: Quantity, b: Quantity) =>
      a.nanos < b.nanos,
    'kubernetes.Quantity.compareTo(kubernetes.Quantity): int': (a: Quantity, b: Quantity) =>
      compare(a.nanos, b.nanos),
    'semver(string): kubernetes.Semver': (text: string) => semver(text),
    'semver(string, bool): kubernetes.Semver': semver,
    'isSemver(string): bool': (text: string) => readSemver(text, false) !== undefined,
    'isSemver(string, bool): bool': (text: string, normalize: boolean) =>
      readSemver(text, normalize) !== undefined,
    'kubernetes.Semver.major(): int': ({ numbers }: Semver) => numbers[0],
    'kubernetes.Semver.minor(): int': ({ numbers }: Semver) => numbers[1],
    'kubernetes.Semver.patch(): int': ({ numbers }: Semver) => numbers[2],
    'kubernetes.Semver.compareTo(kubernetes.Semver): int': compareSemver,
    'kubernetes.Semver.isLessThan(kubernetes.Semver): bool': (a: Semver, b: Semver) =>
      compareSemver(a, b) < 0n,
    'kubernetes.Semver.isGreaterThan(kubernetes.Semver): bool': (a: Semver, b: Semver) =>
      compareSemver(a, b) > 0n,
  }),
];
