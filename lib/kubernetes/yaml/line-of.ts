import { isMap as isYamlMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { JsonObject, JsonValue } from '../manifest.ts';
import { readYaml } from './read.ts';

/** A part of a stream that holds an object, and where it begins. */
interface Part {
  readonly text: string;
  /** Lines before it. */
  readonly above: number;
  readonly namespace: JsonValue | undefined;
}

/** What is looked for in a stream. */
export interface WantedLine {
  readonly kind: string;
  readonly name: string;
  /** Where several objects have the kind and the name. */
  readonly namespace?: string | undefined;
  /** Of a field: keys of maps and indexes of lists. */
  readonly path?: readonly (string | number)[];
  /** Of a field's text, a part of one line. */
  readonly text?: string;
}

/** The lines of objects in a YAML stream. */
export class ObjectLines {
  readonly #parts = new Map<string, Part[]>();

  constructor(stream: string) {
    let above = 0;
    for (const text of stream.split(/^(?=---(?:\s|$))/m)) {
      const read = readYaml(text);
      for (const { kind, metadata } of 'documents' in read ? read.documents : []) {
        const { name, namespace } = isMap(metadata) ? metadata : {};
        const key = keyOf(kind, name);
        const same = this.#parts.get(key) ?? [];
        same.push({ text, above, namespace });
        this.#parts.set(key, same);
      }
      above += text.split('\n').length - 1;
    }
  }

  /**
   * The line, from 1, on which an object begins or its field stands; of a field that the file does
   * not have, that of the next one above it. Undefined where no document is the object.
   */
  of({ kind, name, namespace, path = [], text }: WantedLine): number | undefined {
    const parts = this.#parts.get(keyOf(kind, name)) ?? [];
    const part = parts.find((each) => each.namespace === namespace) ?? parts[0];
    if (part === undefined) return undefined;
    const { contents } = parseDocument(part.text, { uniqueKeys: false, prettyErrors: false });
    if (contents === null) return undefined;
    const { start, end } = rangeOf(contents, path);
    const inText = text === undefined ? -1 : part.text.slice(start, end).indexOf(text);
    const offset = start + Math.max(0, inText);
    return part.above + part.text.slice(0, offset).split('\n').length;
  }
}

function keyOf(kind: unknown, name: unknown): string {
  return JSON.stringify([kind, name]);
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a field stands, with its key; of what is not there, what is above it. */
function rangeOf(
  contents: Node,
  path: readonly (string | number)[],
): { readonly start: number; readonly end: number } {
  let [start = 0, , end = start] = contents.range ?? [];
  let node: unknown = contents;
  for (const key of path) {
    if (isYamlMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === key);
      if (!isScalar(pair?.key)) break;
      node = pair.value;
      start = pair.key.range?.[0] ?? start;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      if (isNode(node)) start = node.range?.[0] ?? start;
    } else break;
    if (isNode(node)) end = node.range?.[2] ?? end;
  }
  return { start, end };
}
