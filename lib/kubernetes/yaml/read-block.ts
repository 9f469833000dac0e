import type { JsonObject, JsonValue } from '../manifest.ts';

/** Left where the text has a form that only a whole YAML parser knows. */
class Beyond extends Error {}

// Thrown often for a stream that has such a form in every document, so it is made once.
const beyond = new Beyond('not in block form');

function leave(): never {
  throw beyond;
}

/**
 * Reads one document in the form that programs write: block maps and lists, literal blocks,
 * scalars of one line. That is what kustomize and Sluice print, and most of what people write; it
 * is read some twenty times faster than by a whole parser.
 *
 * @param text a document without its `---`
 * @param resolve the value of a plain scalar; by default as kustomize resolves it
 * @returns the value that the whole parser would give, or undefined where only that one can tell
 */
export function readBlockYaml(
  text: string,
  resolve: (scalar: string) => JsonValue = resolveScalar,
): JsonValue | undefined {
  try {
    return new BlockReader(text, resolve).document();
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

// A tab can be white space of several kinds, and other breaks end lines in YAML 1.1 only; directives
// and markers with content after them are beyond a single document.
const unusual =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|^ *\t|^(?:---|\.\.\.|%)/m;

/** The most blocks in one another. */
const maxDepth = 200;

class BlockReader {
  readonly #lines: string[];
  readonly #resolve: (scalar: string) => JsonValue;
  #at = 0;
  #depth = 0;

  constructor(text: string, resolve: (scalar: string) => JsonValue) {
    if (unusual.test(text)) leave();
    this.#lines = text.split('\n');
    this.#resolve = resolve;
  }

  document(): JsonValue {
    const indent = this.#next();
    if (indent < 0) return null;
    const value = this.#block(indent);
    if (this.#next() >= 0) leave();
    return value;
  }

  /** Goes to the next line with content; its indent, or -1 at the end. */
  #next(): number {
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? '';
      const indent = indentOf(line);
      if (indent < line.length && line.charCodeAt(indent) !== hash) return indent;
    }
    return -1;
  }

  #block(indent: number): JsonValue {
    if (this.#depth === maxDepth) leave();
    this.#depth += 1;
    const isList = isItem(this.#lines[this.#at] ?? '', indent);
    const value = isList ? this.#list(indent) : this.#map(indent);
    this.#depth -= 1;
    return value;
  }

  #list(indent: number): JsonValue[] {
    const list: JsonValue[] = [];
    for (let next = indent; next === indent; next = this.#next()) {
      const line = this.#lines[this.#at] ?? '';
      if (!isItem(line, indent)) break;
      const start = indent + 1 + indentOf(line.slice(indent + 1));
      if (start >= line.length || line.charCodeAt(start) === hash) {
        this.#at += 1;
        const below = this.#next();
        list.push(below > indent ? this.#block(below) : null);
      } else if (isItem(line, start) || keyEnd(line, start) >= 0) {
        // What follows the dash is a block of its own, as if it began on a line of its own.
        this.#lines[this.#at] = ' '.repeat(start) + line.slice(start);
        list.push(this.#block(start));
      } else {
        list.push(this.#scalar(line.slice(start), indent));
      }
    }
    return list;
  }

  #map(indent: number): JsonObject {
    const map: Record<string, JsonValue> = {};
    for (let next = indent; next === indent; next = this.#next()) {
      const line = this.#lines[this.#at] ?? '';
      if (isItem(line, indent)) break;
      const end = keyEnd(line, indent);
      if (end < 0) leave();
      const key = this.#key(line.slice(indent, end));
      if (Object.hasOwn(map, key) || key === '__proto__') leave();
      const start = end + 1 + indentOf(line.slice(end + 1));
      if (start < line.length && line.charCodeAt(start) !== hash) {
        map[key] = this.#scalar(line.slice(start), indent);
        continue;
      }
      this.#at += 1;
      const below = this.#next();
      // The items of a list may stand below the key itself.
      const isBlock =
        below > indent || (below === indent && isItem(this.#lines[this.#at] ?? '', below));
      map[key] = isBlock ? this.#block(below) : null;
    }
    if (this.#next() > indent) leave();
    return map;
  }

  /** A scalar that begins on the current line, below a key or dash with that indent. */
  #scalar(text: string, indent: number): JsonValue {
    this.#at += 1;
    if (text.startsWith('|')) return this.#literal(text, indent);
    const value = this.#value(text);
    // A deeper line would go on with the scalar.
    if (this.#next() > indent) leave();
    return value;
  }

  #key(text: string): string {
    const key = this.#value(text);
    // Others become text in ways of their own, and `<<` merges.
    return typeof key === 'string' && key !== '<<' ? key : leave();
  }

  #value(text: string): JsonValue {
    const first = text[0];
    if (first === '"' || first === "'") {
      const end = quoteEnd(text, 0);
      if (!afterQuote.test(text.slice(end))) leave();
      return unquoted(text.slice(0, end));
    }
    // A tab can begin a comment, or end a key.
    if (text.includes('\t')) leave();
    const comment = text.indexOf(' #');
    // Only blanks: other spaces of Unicode are text.
    const plain = (comment < 0 ? text : text.slice(0, comment)).replace(/ +$/, '');
    if (indicator.test(plain)) {
      if (plain === '[]') return [];
      return plain === '{}' ? {} : leave();
    }
    if (plain.includes(': ') || plain.endsWith(':')) leave();
    return this.#resolve(plain);
  }

  #literal(header: string, indent: number): string {
    const [, digit, chomp] =
      /^\|([1-9]?)([-+]?)(?: +#.*)?$/.exec(header.replace(/ +$/, '')) ?? leave();
    let column = digit === '' || digit === undefined ? -1 : Math.max(indent, 0) + Number(digit);
    const lines: string[] = [];
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? '';
      const start = indentOf(line);
      if (start === line.length) {
        // Blank lines before the content must not be deeper than it.
        if (column < 0 && start > 0) leave();
        lines.push(column < 0 ? '' : line.slice(column));
        continue;
      }
      if (column < 0) column = start;
      if (start < column || column <= indent) break;
      lines.push(line.slice(column));
    }
    const isAtEnd = this.#at === this.#lines.length;
    // A file whose last line has no break: how much of one a block then has depends on that line.
    if (isAtEnd && lines.at(-1) !== '') leave();
    if (isAtEnd) lines.pop();
    const text = lines.join('\n');
    if (chomp === '+') return lines.length === 0 ? '' : `${text}\n`;
    const body = text.replace(/\n+$/, '');
    return body === '' || chomp === '-' ? body : `${body}\n`;
  }
}

const [space, hash, dash, colon] = [' ', '#', '-', ':'].map((char) => char.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];

/** How many blanks a line begins with. */
export function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === space) indent += 1;
  return indent;
}

/** Whether an item of a list begins there. */
export function isItem(line: string, indent: number): boolean {
  return (
    line.charCodeAt(indent) === dash &&
    (indent + 1 === line.length || line.charCodeAt(indent + 1) === space)
  );
}

/** Where the `:` of a key stands, or -1 if there is none. */
export function keyEnd(line: string, start: number): number {
  const first = line[start];
  if (first === '"' || first === "'") {
    const end = quoteEnd(line, start);
    return line.charCodeAt(end) === colon && isEnd(line, end + 1) ? end : -1;
  }
  for (let at = line.indexOf(':', start); at >= 0; at = line.indexOf(':', at + 1)) {
    if (!isEnd(line, at + 1)) continue;
    const comment = line.indexOf(' #', start);
    return comment >= 0 && comment < at ? -1 : at;
  }
  return -1;
}

function isEnd(line: string, at: number): boolean {
  return at >= line.length || line.charCodeAt(at) === space;
}

/** Behind the closing quote. */
function quoteEnd(line: string, start: number): number {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') at += 1;
    else if (line[at] !== quote) continue;
    else if (quote === "'" && line[at + 1] === quote) at += 1;
    else return at + 1;
  }
  return leave();
}

// Indicators that begin something else than a plain scalar.
const indicator = /^[,[\]{}#&*!|>%@`]|^[-?:](?: |$)/;
const afterQuote = /^ *(?: #.*)?$/;

/** The text of a scalar of one line, which may be quoted. */
export function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text.startsWith('"') ? unescaped(text) : text;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text.slice(1, -1);
  // JSON knows most escapes of YAML; a text with one of the others is for the whole parser.
  if (!/^"(?:[^\\]|\\(?:["\\bfnrt]|u[0-9a-fA-F]{4}))*"$/.test(text)) leave();
  return JSON.parse(text.replaceAll('\t', '\\t')) as string;
}

// What can be something else than text begins with one of these.
const resolvable = /^[-+.0-9~nNtTfF]/;
const simpleInteger = /^-?(?:0|[1-9][0-9]{0,14})$/;
const simpleFloat = /^-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$/;
// Every form of a number that the whole parser knows, and some that it does not.
const perhapsNumber =
  /^[-+]?(?:0[box]?[0-9a-f_]*|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9_]+)?|\.[0-9][0-9_]*(?:e[-+]?[0-9_]+)?|\.(?:inf|nan))$/i;

/** The value of a plain scalar, as kustomize resolves it. */
function resolveScalar(text: string): JsonValue {
  if (!resolvable.test(text)) return text;
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    case 'null':
    case 'Null':
    case 'NULL':
    case '~':
      return null;
    default:
  }
  if (simpleInteger.test(text) || simpleFloat.test(text))
    return text === '-0' ? leave() : Number(text);
  return perhapsNumber.test(text) ? leave() : text;
}
