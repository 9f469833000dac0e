import { isMap as isYamlMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { JsonObject, JsonValue } from '../manifest.ts';
import { lineInBlock } from './line-in-block.ts';
import { readYaml, type YamlDocuments } from './read.ts';

/** An object of a stream: the document that holds it, and where that begins. */
interface Part {
  readonly text: string;
  /** Whether the document is in block form, so that lines are found without a parser. */
  readonly isBlock: boolean;
  /** Lines before it. */
  readonly above: number;
  readonly name: JsonValue | undefined;
  readonly namespace: JsonValue | undefined;
  /** Its place among the items, where the document is a list. */
  readonly item?: number;
}

const nothing: YamlDocuments = { documents: [], isBlock: true };

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
  readonly #contents = new Map<string, Node | null>();

  constructor(stream: string) {
    let above = 0;
    for (const text of stream.split(/^(?=---(?:\s|$))/m)) {
      const read = readYaml(text);
      const { documents, isBlock } = 'problem' in read ? nothing : read;
      for (const document of documents) {
        const { kind, items } = document;
        const isList = typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items);
        const objects: readonly JsonValue[] = isList ? (items as readonly JsonValue[]) : [document];
        objects.forEach((object, index) => {
          this.#add(object, { text, isBlock, above, ...(isList && { item: index }) });
        });
      }
      above += text.split('\n').length - 1;
    }
  }

  #add(object: JsonValue, part: Omit<Part, 'name' | 'namespace'>): void {
    if (!isMap(object)) return;
    const { kind, metadata } = object;
    const { name, namespace } = isMap(metadata) ? metadata : {};
    if (typeof kind !== 'string') return;
    const same = this.#parts.get(kind) ?? [];
    same.push({ ...part, name, namespace });
    this.#parts.set(kind, same);
  }

  /** Whether an object of a kind and name is there. */
  has({ kind, name }: Pick<WantedLine, 'kind' | 'name'>): boolean {
    return this.#parts.get(kind)?.some((each) => each.name === name) === true;
  }

  /**
   * The line, from 1, on which an object begins or its field stands; of a field that the file does
   * not have, that of the next one above it. A file may call an object otherwise than the cluster, so
   * the only one of its kind is taken for it. Undefined where nothing is the object.
   */
  of({ kind, name, namespace, path = [], text }: WantedLine): number | undefined {
    const ofKind = this.#parts.get(kind) ?? [];
    const named = ofKind.filter((each) => each.name === name);
    const [only, other] = ofKind;
    const alone = other === undefined ? only : undefined;
    const part = named.find((each) => each.namespace === namespace) ?? named[0] ?? alone;
    if (part === undefined) return undefined;
    if (part.isBlock && text === undefined) {
      const item = part.item === undefined ? [] : ['items', part.item];
      return part.above + lineInBlock(part.text, [...item, ...path]);
    }
    const contents = this.#contentsOf(part.text);
    if (contents === null) return undefined;
    const object = part.item === undefined ? contents : itemOf(contents, part.item);
    const { start, end } = rangeOf(object, path);
    const inText = text === undefined ? -1 : part.text.slice(start, end).indexOf(text);
    const offset = start + Math.max(0, inText);
    return part.above + part.text.slice(0, offset).split('\n').length;
  }

  #contentsOf(text: string): Node | null {
    const known = this.#contents.get(text);
    if (known !== undefined) return known;
    const { contents } = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
    this.#contents.set(text, contents);
    return contents;
  }
}

function itemOf(list: Node, index: number): Node {
  const items: unknown = isYamlMap(list) ? list.get('items', true) : undefined;
  const item: unknown = isSeq(items) ? items.items[index] : undefined;
  return isNode(item) ? item : list;
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
