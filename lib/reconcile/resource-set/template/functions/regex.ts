/**
 * slim-sprig's regular expressions (github.com/go-task/slim-sprig/v3 v3.0.0, regex.go). Go's
 * syntax is RE2; only what means the same in JavaScript is supported, on ASCII.
 */
import { fixed, type Functions, type TemplateFunction } from '../function.ts';
import { List, Opaque, TemplateError, type Value } from '../values.ts';

const plainText = /^[\t\n\x20-\x7e]*$/;

function compile(pattern: string, text: string): RegExp {
  if (!plainText.test(pattern + text))
    throw new Opaque('expressions beyond ASCII are not supported');
  const special = /\\[pPQEAzCaxk0]|\[\[|\[:|\(\?(?!:)|\{\d{4}/.test(pattern);
  if (special) throw new Opaque('such a regular expression is not supported');
  if (/\\[1-9]/.test(pattern)) throw new TemplateError('invalid escape sequence');
  try {
    return new RegExp(pattern, 'g');
  } catch {
    throw new TemplateError('error parsing regexp');
  }
}

/** All matches; an empty one right behind another does not count. */
function matchesOf(pattern: string, text: string): RegExpExecArray[] {
  let end = -1;
  return [...text.matchAll(compile(pattern, text))].filter((match) => {
    const counts = match[0] !== '' || match.index !== end;
    end = match.index + match[0].length;
    return counts;
  });
}

function some<T>(all: readonly T[], count: number): readonly T[] {
  return count < 0 ? all : all.slice(0, count);
}

/** `$1`, `${1}` and `$$`; a group that is not there is empty. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (all, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    return /^\d+$/.test(name) ? (match[Number(name)] ?? '') : '';
  });
}

function replaceAll(pattern: string, text: string, by: (match: RegExpExecArray) => string): string {
  let at = 0;
  let out = '';
  for (const match of matchesOf(pattern, text)) {
    out += text.slice(at, match.index) + by(match);
    at = match.index + match[0].length;
  }
  return out + text.slice(at);
}

function split(pattern: string, text: string, count: number): string[] {
  if (count === 0) return [];
  if (pattern !== '' && text === '') return [''];
  const parts: string[] = [];
  let [start, end] = [0, 0];
  for (const match of matchesOf(pattern, text)) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.index;
    if (end + match[0].length !== 0) parts.push(text.slice(start, end));
    start = end + match[0].length;
  }
  return end === text.length ? parts : [...parts, text.slice(start)];
}

function strings(items: readonly string[]): Value {
  return new List(items, '[]string');
}

const functions: Functions = {
  regexMatch: fixed(['string', 'string'], (pattern, text) => compile(pattern, text).test(text)),
  regexFindAll: fixed(['string', 'string', 'int'], (pattern, text, count) =>
    strings(some(matchesOf(pattern, text), Number(count.value)).map(([found]) => found)),
  ),
  regexFind: fixed(
    ['string', 'string'],
    (pattern, text) => compile(pattern, text).exec(text)?.[0] ?? '',
  ),
  regexReplaceAll: fixed(['string', 'string', 'string'], (pattern, text, by) =>
    replaceAll(pattern, text, (match) => expand(by, match)),
  ),
  regexReplaceAllLiteral: fixed(['string', 'string', 'string'], (pattern, text, by) =>
    replaceAll(pattern, text, () => by),
  ),
  regexSplit: fixed(['string', 'string', 'int'], (pattern, text, count) =>
    strings(split(pattern, text, Number(count.value))),
  ),
};

export const regex: Functions = {
  ...functions,
  ...Object.fromEntries(
    Object.entries(functions).map(([name, each]): [string, TemplateFunction] => [
      `mustR${name.slice(1)}`,
      each,
    ]),
  ),
  // Unlike its twin, it takes a malformed expression for one that does not match.
  regexMatch: fixed(['string', 'string'], (pattern, text) => {
    try {
      return compile(pattern, text).test(text);
    } catch (error) {
      if (error instanceof TemplateError) return false;
      throw error;
    }
  }),
  regexQuoteMeta: fixed(['string'], (text) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
};
