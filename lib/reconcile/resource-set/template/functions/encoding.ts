/**
 * Functions that encode: slim-sprig's (github.com/go-task/slim-sprig/v3 v3.0.0) and the two of
 * flux-operator (v0.59.0, internal/builder/resourceset.go), toYaml and slugify.
 */
import { createHash } from 'node:crypto';
import { writeGoYaml } from '../../../../flux/index.ts';
import type { JsonValue } from '../../../../kubernetes/index.ts';
import { fixed, type Functions } from '../function.ts';
import { Dict, List, Opaque, TemplateError, toJson, type Value } from '../values.ts';
import { trimSpace } from './strings.ts';

const encoder = new TextEncoder();

/** Adler-32, which flux-operator makes its short ids of as well. */
export function adler32(text: string): string {
  let [a, b] = [1, 0];
  for (const byte of encoder.encode(text)) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return String(b * 65_536 + a);
}

function hash(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

function decodeBase64(text: string): string {
  const compact = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) {
    throw new Opaque('text that is not base64 is not supported');
  }
  const bytes = Uint8Array.from(atob(compact), (byte) => byte.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Opaque('base64 of what is no text is not supported');
  }
}

/** JSON as Go writes it: keys in order, and what means something in HTML escaped. */
function stringify(value: JsonValue, indent: string, escapesHtml: boolean): string {
  const write = (of: JsonValue, margin: string): string => {
    const inner = margin + indent;
    const [start, end] = indent === '' ? ['', ''] : [`\n${inner}`, `\n${margin}`];
    if (typeof of === 'bigint') return String(of);
    if (Array.isArray(of)) {
      const items = (of as readonly JsonValue[]).map((item) => start + write(item, inner));
      return items.length === 0 ? '[]' : `[${items.join(',')}${end}]`;
    }
    if (typeof of !== 'object' || of === null) return writeScalar(of, escapesHtml);
    const space = indent === '' ? '' : ' ';
    const entries = Object.entries(of).map(
      ([key, each]) => `${start}${writeScalar(key, escapesHtml)}:${space}${write(each, inner)}`,
    );
    return entries.length === 0 ? '{}' : `{${entries.join(',')}${end}}`;
  };
  return write(value, '');
}

function writeScalar(value: string | number | boolean | null, escapesHtml: boolean): string {
  const escaped = escapesHtml ? /[\u2028\u2029<>&]/g : /[\u2028\u2029]/g;
  return JSON.stringify(value).replace(
    escaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** encoding/json reads all numbers as floats. */
function floats(value: JsonValue): Value {
  if (Array.isArray(value)) return new List((value as readonly JsonValue[]).map(floats));
  if (typeof value !== 'object' || value === null) return value as string | number | boolean | null;
  return new Dict(Object.entries(value).map(([key, each]) => [key, floats(each)]));
}

function parseJson(text: string, must: boolean): Value {
  try {
    return floats(JSON.parse(text) as JsonValue);
  } catch {
    if (must) throw new TemplateError('invalid JSON');
    return null;
  }
}

/** A slug of 63 characters at most, cut between words (github.com/gosimple/slug v1.15.0). */
function slugify(text: string): string {
  const substituted = trimSpace(text)
    .replace(/["'\u2019]/g, '')
    .replace(/[\u2012-\u2015]/g, '-')
    .replaceAll('&', 'and')
    .replaceAll('@', 'at');

  if (/[^\0-\x7f]/.test(substituted))
    throw new Opaque('a slug of text beyond ASCII is not supported');
  const slug = substituted
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '-')
    .replace(/-+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
  if (slug.length <= 63) return slug;
  const dash = slug.lastIndexOf('-', 63);
  return slug.slice(0, dash < 0 ? 63 : dash);
}

const toYaml = fixed(['any'], (value) => writeGoYaml(toJson(value)));
const json = fixed(['any'], (value) => stringify(toJson(value), '', true));
const pretty = fixed(['any'], (value) => stringify(toJson(value), '  ', true));
const raw = fixed(['any'], (value) => stringify(toJson(value), '', false));

export const encoding: Functions = {
  b64enc: fixed(['string'], (text) => btoa(String.fromCharCode(...encoder.encode(text)))),
  b64dec: fixed(['string'], decodeBase64),
  sha1sum: fixed(['string'], (text) => hash('sha1', text)),
  sha256sum: fixed(['string'], (text) => hash('sha256', text)),
  adler32sum: fixed(['string'], adler32),
  toJson: json,
  mustToJson: json,
  toPrettyJson: pretty,
  mustToPrettyJson: pretty,
  toRawJson: raw,
  mustToRawJson: raw,
  fromJson: fixed(['string'], (text) => parseJson(text, false)),
  mustFromJson: fixed(['string'], (text) => parseJson(text, true)),
  toYaml,
  mustToYaml: toYaml,
  slugify: fixed(['string'], slugify),
};
