import { evaluate } from '@marcbachmann/cel-js';
import { CelError, functions, type Library, namespace } from './library.ts';
import { find, matches } from './search.ts';

function replace(text: string, old: string, other: string, most: bigint): string {
  if (most < 0n) return text.replaceAll(old, () => other);
  const parts = text.split(old);
  const kept = parts.slice(0, Number(most) + 1);
  const rest = parts.slice(Number(most) + 1);
  return [kept.join(other), ...rest].join(old);
}

function charAt(text: string, index: bigint): string {
  const characters = Array.from(text);
  if (index < 0n || index > BigInt(characters.length)) throw new CelError('index out of range');
  return characters[Number(index)] ?? '';
}

/** Go's %v, %s, %d, %x, %f and %e, as far as CEL has them. */
function format(text: string, args: readonly unknown[]): string {
  let next = 0;
  return text.replace(
    /%(?:\.(\d+))?([%sdfexXob])/g,
    (_, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (next >= args.length) throw new CelError('too few arguments of format');
      const value = args[next];
      next += 1;
      const digits = precision === undefined ? 6 : Number(precision);
      switch (verb) {
        case 'f':
          return Number(value).toFixed(digits);
        case 'e':
          return Number(value).toExponential(digits);
        case 'x':
          return (value as bigint).toString(16);
        case 'X':
          return (value as bigint).toString(16).toUpperCase();
        case 'o':
          return (value as bigint).toString(8);
        case 'b':
          return typeof value === 'boolean' ? String(value) : (value as bigint).toString(2);
        default:
          return shown(value);
      }
    },
  );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, each]) => `${shown(key)}: ${shown(each)}`).join(', ')}}`;
  }
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Strings of version 2 of CEL's extension, and Kubernetes' search by regular expressions. */
export const strings: readonly Library[] = [
  functions({
    // The library's own uses JavaScript's expressions, whose time has no bound.
    'string.goMatches(string): bool': matches,
    'goMatches(string, string): bool': matches,
    'string.find(string): string': (text: string, pattern: string) =>
      find(text, pattern, 1)[0] ?? '',
    'string.findAll(string): list<string>': (text: string, pattern: string) =>
      find(text, pattern, Infinity),
    'string.findAll(string, int): list<string>': (text: string, pattern: string, most: bigint) =>
      find(text, pattern, most < 0n ? Infinity : Number(most)),
    'string.charAt(int): string': charAt,
    'string.replace(string, string): string': (text: string, old: string, other: string) =>
      replace(text, old, other, -1n),
    'string.replace(string, string, int): string': replace,
    'string.format(list): string': format,
    'timestamp(google.protobuf.Timestamp): google.protobuf.Timestamp': (time: Date) => time,
    'duration(google.protobuf.Duration): google.protobuf.Duration': (duration: object) => duration,
    'duration(int): google.protobuf.Duration': (nanoseconds: bigint) =>
      evaluate('duration(text)', { text: `${String(nanoseconds)}ns` }) as unknown,
    'string(google.protobuf.Timestamp): string': (time: Date) =>
      time.toISOString().replace(/\.000Z$/, 'Z'),
    'int(google.protobuf.Timestamp): int': (time: Date) =>
      BigInt(Math.floor(time.getTime() / 1000)),
    'string(google.protobuf.Duration): string': (duration: { valueOf(): unknown }) =>
      String(duration),
  }),
  namespace('strings', { 'quote(string): string': (text: string) => JSON.stringify(text) }),
];
