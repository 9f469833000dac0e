/** slim-sprig's functions of text (github.com/go-task/slim-sprig/v3 v3.0.0, strings.go). */
import { fromBytes, toBytes } from '../../../../flux/envsubst/bytes.ts';
import { lower, upper } from '../../../../flux/envsubst/case.ts';
import { fixed, type Functions, variadic } from '../function.ts';
import { print, quote } from '../print.ts';
import { compareText, Dict, type Int, List, Opaque, TemplateError, type Value } from '../values.ts';

export function toText(value: Value): string {
  return print(value);
}

/** Go cuts bytes; what is then no text cannot be held here. */
function cut(text: string, start: number, end: number): string {
  const bytes = toBytes(text);
  if (start < 0 || end > bytes.length || start > end)
    throw new TemplateError('slice bounds out of range');
  const piece = fromBytes(bytes.slice(start, end));
  if (piece === undefined) throw new Opaque('half a character is not supported');
  return piece;
}

function truncate(count: Int, text: string): string {
  const size = toBytes(text).length;
  const length = Number(count.value);
  if (length < 0 && size + length > 0) return cut(text, size + length, size);
  return length >= 0 && size > length ? cut(text, 0, length) : text;
}

function substring(from: Int, to: Int, text: string): string {
  const size = toBytes(text).length;
  const [start, end] = [Number(from.value), Number(to.value)];
  if (start < 0) return cut(text, 0, end);
  return cut(text, start, end < 0 || end > size ? size : end);
}

/** The white space of Go's unicode.IsSpace. */
const space = String.raw`[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const spaceAround = new RegExp(`^${space}+|${space}+$`, 'g');

export function trimSpace(text: string): string {
  return text.replace(spaceAround, '');
}

function trimSet(set: string, text: string): string {
  const characters = Array.from(text);
  let [start, end] = [0, characters.length];
  while (start < end && set.includes(characters[start] ?? '')) start++;
  while (end > start && set.includes(characters[end - 1] ?? '')) end--;
  return characters.slice(start, end).join('');
}

function title(text: string): string {
  if (/[^\0-\x7f]/.test(text)) throw new Opaque('title of text beyond ASCII is not supported');
  return text.replace(/(?<![A-Za-z0-9_])[a-z]/g, (letter) => letter.toUpperCase());
}

function repeat(count: Int, text: string): string {
  if (count.value < 0n) throw new TemplateError('negative repeat count');
  if (count.value * BigInt(text.length) > 1_000_000n) throw new Opaque('so long a text');
  return text.repeat(Number(count.value));
}

function indent(count: Int, text: string): string {
  if (count.value < 0n) throw new TemplateError('negative repeat count');
  const pad = ' '.repeat(Number(count.value));
  return pad + text.replaceAll('\n', `\n${pad}`);
}

/** What Go's strings.Split makes of an empty separator: characters. */
function splitText(separator: string, text: string): string[] {
  return separator === '' ? Array.from(text) : text.split(separator);
}

function splitSome(separator: string, count: Int, text: string): string[] {
  const most = Number(count.value);
  const parts = splitText(separator, text);
  if (most === 0) return [];
  if (most < 0 || parts.length <= most) return parts;
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

function numbered(parts: readonly string[]): Dict {
  return new Dict(
    parts.map((part, at) => [`_${at}`, part]),
    'map[string]string',
  );
}

/** The elements of a list as text; a single value is a list of one. */
function textsOf(value: Value): string[] {
  if (value === null) return [];
  if (!(value instanceof List)) return [toText(value)];
  return value.items.filter((item) => item !== null).map(toText);
}

function replaceText(from: string, to: string, text: string): string {
  if (from === '') return ['', ...Array.from(text), ''].join(to);
  return text.replaceAll(from, () => to);
}

function isSomething(value: Value): boolean {
  return value !== null;
}

export const strings: Functions = {
  hello: fixed([], () => 'Hello!'),
  trunc: fixed(['int', 'string'], truncate),
  trim: fixed(['string'], trimSpace),
  upper: fixed(['string'], upper),
  lower: fixed(['string'], lower),
  title: fixed(['string'], title),
  substr: fixed(['int', 'int', 'string'], substring),
  repeat: fixed(['int', 'string'], repeat),
  trimall: fixed(['string', 'string'], trimSet),
  trimAll: fixed(['string', 'string'], trimSet),
  trimSuffix: fixed(['string', 'string'], (end, text) =>
    text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
  ),
  trimPrefix: fixed(['string', 'string'], (start, text) =>
    text.startsWith(start) ? text.slice(start.length) : text,
  ),
  contains: fixed(['string', 'string'], (part, text) => text.includes(part)),
  hasPrefix: fixed(['string', 'string'], (start, text) => text.startsWith(start)),
  hasSuffix: fixed(['string', 'string'], (end, text) => text.endsWith(end)),
  quote: variadic([], 'any', (...values) =>
    values
      .filter(isSomething)
      .map((value) => quote(toText(value)))
      .join(' '),
  ),
  squote: variadic([], 'any', (...values) =>
    values
      .filter(isSomething)
      .map((value) => `'${print(value)}'`)
      .join(' '),
  ),
  cat: variadic([], 'any', (...values) => values.filter(isSomething).map(print).join(' ')),
  indent: fixed(['int', 'string'], indent),
  nindent: fixed(['int', 'string'], (count, text) => `\n${indent(count, text)}`),
  replace: fixed(['string', 'string', 'string'], replaceText),
  plural: fixed(['string', 'string', 'int'], (one, many, count) =>
    count.value === 1n ? one : many,
  ),
  toString: fixed(['any'], toText),
  split: fixed(['string', 'string'], (separator, text) => numbered(splitText(separator, text))),
  splitList: fixed(
    ['string', 'string'],
    (separator, text) => new List(splitText(separator, text), '[]string'),
  ),
  splitn: fixed(['string', 'int', 'string'], (separator, count, text) =>
    numbered(splitSome(separator, count, text)),
  ),
  toStrings: fixed(['any'], (value) => new List(textsOf(value), '[]string')),
  join: fixed(['string', 'any'], (separator, value) => textsOf(value).join(separator)),
  sortAlpha: fixed(['any'], (value) => {
    const texts = value instanceof List ? textsOf(value) : [toText(value)];
    return new List(texts.sort(compareText), '[]string');
  }),
};
