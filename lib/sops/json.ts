import { entryRemoval } from './brackets.ts';
import { checkSize, failTooDeep, maxDepth } from './limits.ts';
import { bool, float, int, parseFloat64, type Plain, str } from './plain.ts';
import { fail } from './result.ts';
import { placeOf, type Source } from './source.ts';
import type { Block, Branch, Document, Entry, Scalar } from './tree.ts';

/** Reads JSON as sops does (stores/json/store.go), and remembers where in the text each part stands. */
export function readJson(source: Source): Document {
  checkSize(source);
  const root = new Reader(source).document();
  const blocks: Block[] = [];
  const index = root.items.findIndex((item) => item.kind === 'entry' && item.key === 'sops');
  const entry = root.items[index];
  if (entry?.kind === 'entry') {
    const branch: Branch =
      entry.node.kind === 'scalar'
        ? { kind: 'list', items: [], span: entry, indent: 0, flow: true }
        : entry.node;
    blocks.push({ branch, spans: [entryRemoval(root, index, source.text)] });
    root.items.splice(index, 1);
  }
  return { source, branches: [root], blocks };
}

const blanks = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- control characters are what is excluded
const stringPart = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const words = new Map([
  ['true', bool(true)],
  ['false', bool(false)],
  ['null', undefined],
]);

class Reader {
  readonly #source: Source;
  readonly #text: string;
  #at = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#text = source.text;
  }

  document(): Branch {
    this.#match(blanks);
    if (this.#text[this.#at] !== '{') this.#fail('a SOPS document is a map of keys and values');
    const root = this.#branch(0);
    this.#match(blanks);
    if (this.#at < this.#text.length) this.#fail('text follows behind the end of the document');
    return root;
  }

  #fail(message: string, at = this.#at): never {
    return fail('sops-syntax', placeOf(this.#source, at), message);
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #node(depth: number): Branch | Scalar {
    const char = this.#text[this.#at];
    if (char === '{' || char === '[') return this.#branch(depth);
    const start = this.#at;
    const plain = this.#plain(char);
    const span = { start, end: this.#at };
    return { kind: 'scalar', plain, span, lead: '', indent: 0, flow: true };
  }

  #plain(char: string | undefined): Plain | undefined {
    if (char === '"') return str(this.#string());
    const start = this.#at;
    const number = this.#match(numberForm);
    if (number !== undefined) return this.#number(number, start);
    for (const [word, plain] of words) {
      if (this.#text.startsWith(word, start)) {
        this.#at += word.length;
        return plain;
      }
    }
    return this.#fail('the JSON breaks off or has no value here');
  }

  /** stores/json/store.go, normalizeJSONNumber: an integer if it is one of 64 bits, else a float. */
  #number(text: string, at: number): Plain {
    const integer = /[.eE]/.test(text) ? undefined : int(BigInt(text));
    if (integer !== undefined) return integer;
    const value = parseFloat64(text);
    if (value !== undefined) return float(value);
    return fail('sops-value', placeOf(this.#source, at), 'sops cannot hold so large a number');
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') return this.#fail('the JSON of a text cannot be read');
    this.#at += 1;
    // Part by part: one expression for the whole would run out of stack on a long text.
    while (this.#match(stringPart) !== undefined);
    if (this.#text[this.#at] !== '"') return this.#fail('the JSON of a text cannot be read');
    this.#at += 1;
    // Go reads half of a surrogate pair as the replacement character.
    return (JSON.parse(this.#text.slice(start, this.#at)) as string).toWellFormed();
  }

  #branch(depth: number): Branch {
    if (depth > maxDepth) failTooDeep(this.#source, this.#at);
    const start = this.#at;
    const kind = this.#text[start] === '{' ? 'map' : 'list';
    const close = kind === 'map' ? '}' : ']';
    const items: Entry[] = [];
    const keys = new Set<string>();
    this.#at += 1;
    this.#match(blanks);
    while (this.#text[this.#at] !== close || items.length > 0) {
      items.push(this.#entry(kind, keys, depth));
      this.#match(blanks);
      if (this.#text[this.#at] === close) break;
      if (this.#text[this.#at] !== ',') this.#fail('the JSON breaks off or lacks a comma');
      this.#at += 1;
      this.#match(blanks);
    }
    this.#at += 1;
    return { kind, items, span: { start, end: this.#at }, indent: 0, flow: true };
  }

  #entry(kind: Branch['kind'], keys: Set<string>, depth: number): Entry {
    const start = this.#at;
    let key: string | undefined;
    if (kind === 'map') {
      key = this.#string();
      if (keys.has(key)) {
        this.#fail('a key is given twice in one map', start);
      }
      keys.add(key);
      this.#match(blanks);
      if (this.#text[this.#at] !== ':') this.#fail('the JSON lacks a colon');
      this.#at += 1;
      this.#match(blanks);
    }
    const node = this.#node(depth + 1);
    return { kind: 'entry', key, node, start, end: this.#at };
  }
}
