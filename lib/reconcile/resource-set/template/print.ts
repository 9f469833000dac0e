/** How Go's package fmt prints values. */
import { printGoFloat } from '../../../flux/index.ts';
import { Dict, Int, List, Opaque, typeOf, Unknown, type Value } from './values.ts';

/** A value as `%v` prints it. */
export function print(value: Value): string {
  if (value === null) return '<nil>';
  if (value instanceof Unknown) throw new Opaque(value.what);
  if (value instanceof Int) return String(value.value);
  if (value instanceof List) return `[${value.items.map(print).join(' ')}]`;
  if (value instanceof Dict) {
    const entries = value.sorted().map(([key, each]) => `${key}:${print(each)}`);
    return `map[${entries.join(' ')}]`;
  }
  return typeof value === 'number' ? printGoFloat(value) : String(value);
}

/** Values as fmt.Sprint joins them: with a space between two that are no strings. */
export function printAll(values: readonly Value[]): string {
  return values
    .map((value, index) => {
      const before = values[index - 1];
      const apart = index > 0 && typeof value !== 'string' && typeof before !== 'string';
      return (apart ? ' ' : '') + print(value);
    })
    .join('');
}

const shortEscapes: Readonly<Record<string, string>> = {
  ...{ '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' },
  ...{ '\v': '\\v', '"': '\\"', '\\': '\\\\' },
};

function escape(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2 && (code < '80' || code.length < 2)) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

/** Text in double quotes as `%q` writes it. */
export function quote(text: string): string {
  const escaped = text.replace(/[\\"]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escape);
  return `"${escaped}"`;
}

function formatOne(
  flags: string,
  precision: string | undefined,
  verb: string,
  value: Value,
): string {
  if (verb === 'v' && precision === undefined) return print(value);
  if (verb === 's' && typeof value === 'string') {
    return precision === undefined ? value : Array.from(value).slice(0, Number(precision)).join('');
  }
  if (verb === 'q' && typeof value === 'string' && precision === undefined) return quote(value);
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (verb === 'd' && value instanceof Int && precision === undefined) {
    return (flags.includes('+') && value.value >= 0n ? '+' : '') + String(value.value);
  }
  if (verb === 'f' && typeof value === 'number') return value.toFixed(Number(precision ?? 6));
  if (/[xX]/.test(verb) && value instanceof Int && precision === undefined) {
    const digits = value.value.toString(16);
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  throw new Opaque(`%${verb} of ${typeOf(value)} is not supported`);
}

const directive = /%([-+0]*)(\d*)(?:\.(\d+))?(.)/gs;

/** fmt.Sprintf, for what templates use; all else is not supported. */
export function format(pattern: string, values: readonly Value[]): string {
  let next = 0;
  if (/%(?:[^-+0-9.a-zA-Z%]|$)/.test(pattern)) throw new Opaque('such a format is not supported');
  const text = pattern.replace(
    directive,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const value = values[next++];
      if (value === undefined) throw new Opaque('a format with too few values is not supported');
      const printed = formatOne(flags, precision, verb, value);
      const missing = Math.max(0, Number(width) - Array.from(printed).length);
      if (flags.includes('-')) return printed + ' '.repeat(missing);
      if (!flags.includes('0') || !/[df]/.test(verb)) return ' '.repeat(missing) + printed;
      return printed.replace(/^[-+]?/, (sign) => sign + '0'.repeat(missing));
    },
  );
  const extra = values.slice(next).map((value) => {
    return value === null ? '<nil>' : `${typeOf(value)}=${print(value)}`;
  });
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}
