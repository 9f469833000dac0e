import type { JsonObject, JsonValue } from '../manifest.ts';
import { emitNumber, emitText, isBlock, quote } from './scalar.ts';

/**
 * A parser looks this far for the `:` of a key (YAML 1.2.2, section 7.4.2: 1024 characters);
 * longer keys are written with `?`.
 */
const longestImplicitKey = 1000;

/** Keys that people read first; all others follow in alphabetical order. */
const leading = new Map([
  ['apiVersion', 0],
  ['kind', 1],
  ['metadata', 2],
  ['name', 3],
  ['namespace', 4],
]);

function compareKeys(a: string, b: string): number {
  const byLead = (leading.get(a) ?? 5) - (leading.get(b) ?? 5);
  return byLead === 0 ? (a < b ? -1 : a > b ? 1 : 0) : byLead;
}

// Objects of one kind share their keys: sorted once, found by their joined names after that.
const sortedKeys = new Map<string, readonly string[]>();
const emittedKeys = new Map<string, string>();
const cacheLimit = 10_000;

function keysInOrder(value: JsonObject): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length < 2) return keys;
  const signature = keys.join('\n');
  const known = sortedKeys.get(signature);
  // Keys that hold newlines can have the signature of others, but not as many of them.
  if (known?.length === keys.length) return known;
  const sorted = keys.sort(compareKeys);
  if (sortedKeys.size < cacheLimit && !sorted.some((key) => key.includes('\n'))) {
    sortedKeys.set(signature, sorted);
  }
  return sorted;
}

function emitKey(key: string): string {
  let text = emittedKeys.get(key);
  if (text === undefined) {
    const scalar = emitText(key);
    text = scalar.length > longestImplicitKey ? `? ${quote(key)}\n` : `${scalar}:`;
    if (emittedKeys.size < cacheLimit) emittedKeys.set(key, text);
  }
  return text;
}

function emitBlock(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const breaks = text.length - body.length;
  const header = breaks === 0 ? '|-' : breaks === 1 ? '|' : '|+';
  const lines = body.replace(/\n(?!\n)/g, `\n${indent}`);
  return ` ${header}\n${indent}${lines}${breaks > 1 ? '\n'.repeat(breaks) : '\n'}`;
}

function emitEntry(key: string, value: JsonValue, indent: string): string {
  const text = emitKey(key);
  return text.endsWith(':')
    ? text + emitAfter(value, indent, indent)
    : `${text}${indent}:${emitAfter(value, indent, indent)}`;
}

function emitMap(value: JsonObject, indent: string, first: string): string {
  let out = '';
  let lead = first;
  for (const key of keysInOrder(value)) {
    const child = value[key];
    if (child === undefined) continue;
    out += lead + emitEntry(key, child, indent);
    lead = indent;
  }
  return out;
}

function emitList(value: readonly JsonValue[], indent: string, first: string): string {
  let out = '';
  let lead = first;
  for (const item of value) {
    out += `${lead}-${emitAfter(item, `${indent}  `, indent)}`;
    lead = indent;
  }
  return out;
}

function isEmptyMap(value: JsonObject): boolean {
  for (const key in value) if (value[key] !== undefined) return false;
  return true;
}

/**
 * What follows `key:` or `-`.
 *
 * @param inner where the keys of a map or the lines of a block begin
 * @param outer where the items of a list begin: under a key, lists do not indent
 */
function emitAfter(value: JsonValue, inner: string, outer: string): string {
  if (typeof value === 'string') {
    return isBlock(value) ? emitBlock(value, `${outer}  `) : ` ${emitText(value)}\n`;
  }
  if (typeof value === 'number' || typeof value === 'bigint') return ` ${emitNumber(value)}\n`;
  if (value === null || typeof value === 'boolean') return ` ${String(value)}\n`;
  const afterDash = inner !== outer;
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []\n';
    return afterDash
      ? ` ${emitList(value as readonly JsonValue[], inner, '')}`
      : `\n${emitList(value as readonly JsonValue[], outer, outer)}`;
  }
  const map = value as JsonObject;
  if (isEmptyMap(map)) return ' {}\n';
  return afterDash
    ? ` ${emitMap(map, inner, '')}`
    : `\n${emitMap(map, `${inner}  `, `${inner}  `)}`;
}

/**
 * Writes a value as YAML in Sluice's one form: block style, two spaces, keys in a fixed order,
 * text quoted where any parser of the field could read something else. Equal values give equal
 * bytes. Keys whose value is undefined are left out.
 *
 * @returns text that ends with a newline
 */
export function emitYaml(value: JsonObject): string {
  return isEmptyMap(value) ? '{}\n' : emitMap(value, '', '');
}
