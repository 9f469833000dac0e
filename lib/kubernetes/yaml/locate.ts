import {
  type Document,
  isMap,
  isPair,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from 'yaml';
import type { ObjectId } from '../manifest.ts';

/** Finds the lines of fields in the objects of a YAML file. */
export class FieldLines {
  readonly #lines = new LineCounter();
  readonly #objects: readonly Node[];

  constructor(text: string) {
    const options = { lineCounter: this.#lines, uniqueKeys: false, keepSourceTokens: false };
    this.#objects = [...parseAllDocuments(text, options)].flatMap(objectsOf);
  }

  /** Whether the file holds an object of this kind and name. */
  has({ kind, name }: Pick<ObjectId, 'kind' | 'name'>): boolean {
    return this.#objects.some(
      (each) => textIn(each, 'kind') === kind && textIn(each, 'metadata', 'name') === name,
    );
  }

  /**
   * The line of a field, from 1: of the field itself, or of the deepest place above it that the file
   * has. Undefined where the file does not hold the object.
   *
   * @param id what the object is called in the cluster; a file may call it otherwise
   */
  of(id: Pick<ObjectId, 'kind' | 'name'>, path: readonly (string | number)[]): number | undefined {
    const ofKind = this.#objects.filter((each) => textIn(each, 'kind') === id.kind);
    const named = ofKind.filter((each) => textIn(each, 'metadata', 'name') === id.name);
    const [found, other] = named.length > 0 ? named : ofKind;
    if (found === undefined || (named.length === 0 && other !== undefined)) return undefined;
    const offset = offsetOf(found, path);
    return offset === undefined ? undefined : this.#lines.linePos(offset).line;
  }
}

/** The map of a document, or those of the items of a list. */
function objectsOf(document: Document): readonly Node[] {
  const { contents } = document;
  if (!isMap(contents)) return [];
  const items: unknown = contents.get('items', true);
  if (textIn(contents, 'kind')?.endsWith('List') !== true || !isSeq(items)) return [contents];
  return items.items.filter(isMap);
}

function textIn(node: Node, ...keys: readonly string[]): string | undefined {
  const value: unknown = isMap(node) ? node.getIn(keys) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function offsetOf(object: Node, path: readonly (string | number)[]): number | undefined {
  let node: unknown = object;
  let offset = object.range?.[0];
  for (const step of path) {
    if (isMap(node) && typeof step === 'string') {
      const pair: unknown = node.items.find(
        ({ key }) => (key as { readonly value?: unknown } | null)?.value === step,
      );
      if (!isPair(pair)) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
      node = node.items[step];
      offset = (node as Node).range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
