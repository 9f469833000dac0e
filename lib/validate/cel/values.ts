import { evaluate } from '@marcbachmann/cel-js';
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import type { Node } from '../schema/node.ts';
import { isGoDuration } from '../schema/formats.ts';

/**
 * A value as rules see it, by its schema: integers are int, numbers double, times timestamp; fields
 * that are not given have their defaults; fields that nobody declared are not there
 * (k8s.io/apiserver v0.36.3, pkg/cel/common/values.go and apiextensions-apiserver,
 * pkg/apiserver/schema/cel).
 */
export function toCel(node: Node, value: JsonValue): unknown {
  if (value === null) return null;
  switch (typeof value) {
    case 'string':
      return node.type === 'string' ? formatted(node.limits?.format, value) : value;
    case 'number':
      return node.type === 'number' || !Number.isInteger(value) ? value : BigInt(value);
    case 'bigint':
      return node.type === 'number' ? Number(value) : value;
    case 'boolean':
      return value;
    default:
      break;
  }
  const { items } = node;
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((each) =>
      items === undefined ? anyToCel(each) : toCel(items, each),
    );
  }
  return mapToCel(node, value as JsonObject);
}

function mapToCel({ properties, values, open }: Node, object: JsonObject): unknown {
  if (properties === undefined) {
    const entries = Object.entries(object);
    if (values === undefined && !open) return new Map();
    return new Map(
      entries.map(([key, each]) => [
        key,
        values === undefined ? anyToCel(each) : toCel(values, each),
      ]),
    );
  }
  const seen: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, inner] of properties) {
    const given = object[name];
    const absent = given === undefined || (given === null && !inner.nullable);
    const value = absent ? inner.default : given;
    if (value !== undefined) seen[escaped(name)] = toCel(inner, value);
  }
  return seen;
}

function anyToCel(value: JsonValue): unknown {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(anyToCel);
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value as JsonObject).map(([key, each]) => [key, anyToCel(each)]));
}

function formatted(format: string | undefined, text: string): unknown {
  switch (format) {
    case 'date':
    case 'datetime':
    case 'date-time': {
      const time = new Date(text);
      return Number.isNaN(time.getTime()) ? text : time;
    }
    case 'duration':
      return isGoDuration(text) ? evaluate('duration(text)', { text }) : text;
    case 'byte':
      return new Uint8Array(Buffer.from(text, 'base64'));
    default:
      return text;
  }
}

const keywords = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const symbols: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name of a field in expressions (k8s.io/apiserver v0.36.3, pkg/cel/escaping.go). */
export function escaped(name: string): string {
  if (keywords.has(name)) return `__${name}__`;
  return /__|[./-]/.test(name) ? name.replace(/__|[./-]/g, (each) => symbols[each] ?? each) : name;
}
