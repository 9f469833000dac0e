import { type Document, parseDocument, Scalar, type ScalarTag, visit } from 'yaml';
import type { JsonObject } from '../../kubernetes/index.ts';

function integerTag(test: RegExp, radix: 2 | 8 | 10 | 16): ScalarTag {
  const prefix = { 2: '0b', 8: '0o', 10: '', 16: '0x' }[radix];
  return {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test,
    identify: () => false,
    resolve: (text) => {
      const digits = text.replaceAll('_', '').replace(/^[-+]?(?:0[box]?(?=[0-9a-f]))?/i, '');
      return Number(BigInt(prefix + digits)) * (text.startsWith('-') ? -1 : 1);
    },
  };
}

const floatTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
  identify: () => false,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

const booleanTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE|n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/,
  identify: () => false,
  resolve: (text) => /^(?:y|t|on)/i.test(text),
};

const binaryTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  identify: () => false,
  resolve: (text) => Buffer.from(text, 'base64').toString(),
};

/** What Go's reader takes anywhere in a text (go-yaml v2, readerc.go). */

const unreadable =
  /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Tags of YAML 1.1 that Go's reader does not have, or reads otherwise. */
const replaced = /:(?:bool|int|float|timestamp|binary|set|omap|pairs)$/;

function isKept(tag: unknown): boolean {
  const { tag: name, test } = tag as ScalarTag;
  return !replaced.test(name) || (name.endsWith(':float') && test?.test('.inf') === true);
}

/** The most aliases that a document may resolve: more is a bomb. */
const maxAliasCount = 100;

/**
 * Reads values as Helm does: YAML 1.1 of Go, where `on` is true, and every number a float
 * (helm v4.3.1, pkg/chart/common/values.go, by sigs.k8s.io/yaml). Only the first document counts.
 *
 * @returns undefined where it is no map
 */
export function readValues(text: string): JsonObject | undefined {
  if (unreadable.test(text.replace(/^\ufeff/, ''))) return undefined;
  const document = parseDocument(text, {
    version: '1.1',
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: false,
    customTags: (tags) =>
      [
        booleanTag,
        integerTag(/^[-+]?0b[01_]+$/i, 2),
        integerTag(/^[-+]?0o?[0-7_]+$/i, 8),
        integerTag(/^[-+]?(?:0|[1-9][0-9_]*)$/, 10),
        integerTag(/^[-+]?0x[0-9a-f_]+$/i, 16),
        floatTag,
        binaryTag,
        ...tags.filter(isKept),
      ] as ScalarTag[],
  });
  // A second document is reported as an error of its own kind; Go does not read so far.
  if (document.errors.some(({ code }) => code !== 'MULTIPLE_DOCS')) return undefined;
  if (!text.endsWith('\n')) cutLastBreak(document, text.length);
  try {
    const value: unknown = document.toJS({ maxAliasCount });
    if (value === null || value === undefined) return {};
    return typeof value === 'object' && !Array.isArray(value) && isJson(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** JSON, by which Go reads YAML, has no infinity. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isJson);
}

/** A block of text at the very end has no more line breaks than the file. */
function cutLastBreak(document: Document, end: number): void {
  visit(document, {
    Scalar(_, node) {
      const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL;
      if (!isBlock || typeof node.value !== 'string' || (node.range?.[1] ?? 0) < end) return;
      node.value = node.value.replace(/\n$/, '');
    },
  });
}
