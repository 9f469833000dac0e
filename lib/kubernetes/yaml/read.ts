import { type Document, isNode, isScalar, parseAllDocuments, type ScalarTag, visit } from 'yaml';
import type { JsonObject } from '../manifest.ts';
import { cutLastBreak } from './last-break.ts';
import { readBlockYaml } from './read-block.ts';

/** Why text cannot be read as YAML. */
export interface YamlProblem {
  readonly problem: string;
  /** Line in the text, from 1. */
  readonly line?: number;
}

/** The documents of a YAML stream. */
export interface YamlDocuments {
  readonly documents: readonly JsonObject[];
  /** True if all are in the form that programs write: without anchors, aliases, tags and merge keys. */
  readonly isBlock: boolean;
}

/** The documents of a YAML stream, or why it cannot be read. */
export type ReadYaml = YamlDocuments | YamlProblem;

/** The most aliases that a document may resolve: more is a bomb. */
const maxAliasCount = 100;

function integer(digits: string, radix: 2 | 8 | 10 | 16): number | bigint {
  const prefix = { 2: '0b', 8: '0o', 10: '', 16: '0x' }[radix];
  const negative = digits.startsWith('-');
  const value = BigInt(prefix + digits.replace(/^[-+]?(?:0[box]?(?=[0-9a-f]))?/i, ''));
  const signed = negative ? -value : value;
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number : signed;
}

function integerTag(test: RegExp, radix: 2 | 8 | 10 | 16): ScalarTag {
  return {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test,
    identify: () => false,
    resolve: (text) => integer(text.replaceAll('_', ''), radix),
  };
}

// What go-yaml v3 takes for an integer, and so kustomize (go.yaml.in/yaml/v3, resolve.go): also
// the octals of YAML 1.1, and underscores. Words such as `on` and `yes` stay text in it.
const integerTags = [
  integerTag(/^[-+]?0b[01_]+$/i, 2),
  integerTag(/^[-+]?0o?[0-7_]+$/i, 8),
  integerTag(/^[-+]?(?:0|[1-9][0-9_]*)$/, 10),
  integerTag(/^[-+]?0x[0-9a-f_]+$/i, 16),
];

// Floats with underscores, and what is no octal after all: 08.
const floatTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:e[-+]?[0-9_]+)?$/i,
  identify: () => false,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

function problemOf(text: string, document: Document): YamlProblem | undefined {
  const [error] = document.errors;
  const offset = error === undefined ? repeatedKey(document) : error.pos[0];
  if (offset === undefined) return undefined;
  const problem = error?.message ?? 'Map keys must be unique';
  return { problem, line: text.slice(0, offset).split('\n').length };
}

/** Where a key stands for the second time in its map. The parser compares each key with all others. */
function repeatedKey(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        if (keys.has(value)) {
          offset = isNode(key) ? key.range?.[0] : undefined;
          return visit.BREAK;
        }
        keys.add(value);
      }
      return undefined;
    },
  });
  return offset;
}

/**
 * Reads a YAML stream as kustomize reads it. Empty documents are left out, the others must be
 * maps. Integers beyond 2^53 keep their digits.
 */
export function readYaml(text: string): ReadYaml {
  const documents: JsonObject[] = [];
  let isBlock = true;
  for (const part of text.split(documentMarker)) {
    const value = readBlockYaml(part);
    if (value === null) continue;
    if (typeof value === 'object' && !Array.isArray(value)) {
      documents.push(value as JsonObject);
      continue;
    }
    const read = readAnyYaml(part);
    // Read whole once more, so that the problem's line is one of the whole text.
    if ('problem' in read) return readAnyYaml(text);
    documents.push(...read.documents);
    isBlock = false;
  }
  return { documents, isBlock };
}

const documentMarker = /^---(?: *| +#.*)$/m;

function readAnyYaml(text: string): ReadYaml {
  const documents: JsonObject[] = [];
  const options = {
    prettyErrors: false,
    uniqueKeys: false,
    customTags: (tags: readonly unknown[]) => [...integerTags, floatTag, ...tags] as ScalarTag[],
  };
  for (const document of parseAllDocuments(text, options)) {
    const problem = problemOf(text, document);
    if (problem) return problem;
    cutLastBreak(document, text);
    try {
      const value: unknown = document.toJS({ maxAliasCount });
      if (value === null || value === undefined) continue;
      if (typeof value !== 'object' || Array.isArray(value)) {
        return { problem: 'a document is no map' };
      }
      documents.push(value as JsonObject);
    } catch (cause) {
      return { problem: cause instanceof Error ? cause.message : String(cause) };
    }
  }
  return { documents, isBlock: false };
}
