/**
 * Writes values as controllers and operators do before they treat an object as text
 * (sigs.k8s.io/yaml v1.6.0 over go.yaml.in/yaml/v2 v2.4.4, encode.go and emitterc.go): quotes only
 * where they are needed, long lines folded. Only for text that a template is applied to; what
 * people read is written by lib/kubernetes.
 */
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import { toBytes } from '../envsubst/bytes.ts';
import { printGoFloat } from './float.ts';
import { compareKeys } from './keys.ts';
import { isAmbiguous } from './scalar.ts';

/** A space beyond this column becomes a line break where a scalar may be folded. */
const bestWidth = 80;
const longestSimpleKey = 128;

const unprintable = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
const escapes: Readonly<Record<string, string>> = {
  ...{ '\0': '0', '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r' },
  ...{ '\x1b': 'e', '"': '"', '\\': '\\', '\x85': 'N', '\u2028': 'L', '\u2029': 'P' },
};

type Style = 'plain' | 'single' | 'double' | 'literal';

function styleOf(text: string): Style {
  const special = unprintable.test(text) || text.includes(' \n');
  if (text.includes('\n')) return special || text.endsWith(' ') ? 'double' : 'literal';
  if (isAmbiguous(text) || special) return 'double';
  const indicates =
    /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[-?:](?:[ \t]|$)|[ ])|:(?:[ \t]|$)|[ \t]#| $/.test(text);
  return indicates ? 'single' : 'plain';
}

function escape(character: string): string {
  const short = escapes[character];
  if (short !== undefined) return `\\${short}`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

function needsEscape(character: string): boolean {
  return (
    character === '"' || character === '\\' || character === '\n' || unprintable.test(character)
  );
}

/** Folds a scalar that begins at a column, given as the pieces that stand for its characters. */
function fold(pieces: readonly string[], start: number, indent: string, quoted: Style): string {
  let out = '';
  let column = start;
  let afterSpace = false;
  for (const [index, piece] of pieces.entries()) {
    const isSpace = piece === ' ';
    const inside = quoted === 'plain' || (index > 0 && index < pieces.length - 1);
    const spaceFollows = pieces[index + 1] === ' ';
    if (
      isSpace &&
      !afterSpace &&
      column > bestWidth &&
      inside &&
      (quoted === 'double' || !spaceFollows)
    ) {
      const mark = spaceFollows ? '\\' : '';
      out += `\n${indent}${mark}`;
      column = indent.length + mark.length;
    } else {
      out += piece;
      column += Array.from(piece).length;
    }
    afterSpace = isSpace;
  }
  return out;
}

function literal(text: string, indent: string): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = text === '\n' || text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  return `|${hint}${chomping}\n${text.replace(/^(?=[^\n])/gm, indent).replace(/\n$/, '')}`;
}

/** Text that begins at a column; its further lines are indented. */
function writeText(text: string, column: number, indent: string, folds = true): string {
  const style = styleOf(text);
  if (style === 'literal') return literal(text, indent);
  const characters = Array.from(text);
  const start = folds ? column : -Infinity;
  if (style === 'plain') return fold(characters, start, indent, style);
  if (style === 'single') {
    const pieces = characters.map((each) => (each === "'" ? "''" : each));
    return `'${fold(pieces, start + 1, indent, style)}'`;
  }
  const pieces = characters.map((each) => (needsEscape(each) ? escape(each) : each));
  return `"${fold(pieces, start + 1, indent, style)}"`;
}

function isMap(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value behind `key:`, `-` or `:`; the last two share their line with what is nested. */
function writeAfter(value: JsonValue, column: number, indent: string, shares: boolean): string {
  const inner = `${indent}  `;
  if (typeof value === 'string') return ` ${writeText(value, column + 1, inner)}\n`;
  if (Array.isArray(value) && value.length > 0) {
    const items = value as readonly JsonValue[];
    return shares
      ? ` ${writeList(items, inner).slice(inner.length)}`
      : `\n${writeList(items, indent)}`;
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    return shares
      ? ` ${writeMap(value, inner).slice(inner.length)}`
      : `\n${writeMap(value, inner)}`;
  }
  return ` ${writeBare(value)}\n`;
}

/** What is never quoted: an empty list or map, null, a boolean, a number. */
function writeBare(value: JsonValue): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) && Math.abs(value) < 2 ** 63
      ? String(value)
      : printGoFloat(value);
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function writeList(items: readonly JsonValue[], indent: string): string {
  return items
    .map((item) => `${indent}-${writeAfter(item, indent.length + 1, indent, true)}`)
    .join('');
}

function writeMap(map: JsonObject, indent: string): string {
  return Object.entries(map)
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([key, value]) => writeEntry(key, value, indent))
    .join('');
}

function writeEntry(key: string, value: JsonValue, indent: string): string {
  if (/[\n\r\x85\u2028\u2029]/.test(key) || toBytes(key).length > longestSimpleKey) {
    const text = writeText(key, indent.length + 2, `${indent}  `);
    return `${indent}? ${text}\n${indent}:${writeAfter(value, indent.length + 1, indent, true)}`;
  }
  const text = writeText(key, 0, '', false);
  const column = indent.length + Array.from(text).length + 1;
  return `${indent}${text}:${writeAfter(value, column, indent, false)}`;
}

/** The YAML of a value, as Go's sigs.k8s.io/yaml writes it. */
export function writeGoYaml(value: JsonValue): string {
  if (Array.isArray(value) && value.length > 0) return writeList(value as readonly JsonValue[], '');
  if (isMap(value) && Object.keys(value).length > 0) return writeMap(value, '');
  return writeAfter(value, -1, '', false).slice(1);
}
