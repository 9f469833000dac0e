import { type Document, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';
import { readText, type Tree } from '../reconcile/index.ts';
import type { Manifest } from '../kubernetes/index.ts';
import { atEnd, type Remarks } from './literal.ts';

/** A document of a file that an object was made from. */
export interface SourceDocument {
  readonly file: string;
  /** Whether the file holds nothing else. */
  readonly isAlone: boolean;
  /** What people wrote beside its values, by the keys on the way to them. */
  readonly remarks: Remarks;
}

/** The documents of a repository's files, to find what an object was made from. */
export class SourceDocuments {
  readonly #tree: Tree;
  readonly #files = new Map<string, readonly Read[]>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** The document with an object's kind and name among some files; the last with its namespace, if any. */
  find(files: readonly string[], { kind, metadata }: Manifest): SourceDocument | undefined {
    const found = files
      .flatMap((file) => this.#read(file))
      .filter((each) => each.kind === kind && isNamed(metadata.name, each.name));
    const same = found.filter(({ namespace }) => namespace === metadata.namespace);
    return same.at(-1) ?? found.find(({ namespace }) => namespace === undefined) ?? found[0];
  }

  #read(file: string): readonly Read[] {
    const known = this.#files.get(file) ?? readDocuments(file, this.#tree);
    this.#files.set(file, known);
    return known;
  }
}

interface Read extends SourceDocument {
  readonly kind: unknown;
  readonly name: unknown;
  readonly namespace: unknown;
}

/** kustomize may have put a prefix, a suffix or a hash around the name. */
function isNamed(name: string, written: unknown): boolean {
  return typeof written === 'string' && written !== '' && name === written;
}

const largest = 1024 * 1024;

function readDocuments(file: string, tree: Tree): readonly Read[] {
  if (!/\.ya?ml$/.test(file) || tree.size(file) > largest) return [];
  const documents = parseAllDocuments(readText(tree, file), { logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document): Read[] => {
    if (document.errors.length > 0 || !isMap(document.contents)) return [];
    const get = (...path: string[]): unknown => document.getIn(path);
    const remarks = remarksOf(document);
    return [
      {
        file,
        isAlone: documents.length === 1,
        kind: get('kind'),
        name: get('metadata', 'name'),
        namespace: get('metadata', 'namespace'),
        remarks: (path) => remarks.get(keyOf(path)) ?? [],
      },
    ];
  });
}

function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

type Comments = Map<string, string[]>;

function remarksOf(document: Document): Comments {
  const found: Comments = new Map();
  const add = (path: readonly (string | number)[], ...comments: unknown[]): void => {
    const lines = comments
      .filter((comment) => typeof comment === 'string')
      .flatMap((comment) => comment.split('\n').map((line) => line.trim()))
      .filter((line) => line !== '' && !isForTools(line));
    if (lines.length > 0) found.set(keyOf(path), [...(found.get(keyOf(path)) ?? []), ...lines]);
  };
  const visit = (node: unknown, path: readonly (string | number)[]): void => {
    if (!isMap(node) && !isSeq(node)) return;
    const entries: [string | number, Node | null, unknown][] = isMap(node)
      ? node.items.map(({ key, value }) => [nameOf(key), value as Node | null, key])
      : node.items.map((item, index) => [index, item as Node | null, undefined]);
    for (const [name, value, key] of entries) {
      const here = [...path, name];
      add(here, (key as Node | undefined)?.commentBefore, value?.commentBefore);
      // What follows a block stands below its last line, and what follows another value beside it.
      const isBlock = (isMap(value) || isSeq(value)) && value.flow !== true;
      add(isBlock ? [...here, atEnd] : here, value?.comment);
      visit(value, here);
    }
  };
  add([], document.commentBefore, document.contents?.commentBefore);
  add([atEnd], document.contents?.comment, document.comment);
  visit(document.contents, []);
  return found;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Remarks that editors read, and the marks by which Flux finds images. */
function isForTools(line: string): boolean {
  return /^(?:yaml-language-server:|\{"\$imagepolicy|code: language=|vim?:)/.test(line);
}
