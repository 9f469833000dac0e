import { bracketClass, escapedClass, escapedCodePoint, literal } from './chars.ts';
import { type Assertion, Cursor, type Flags, type Node, refuse } from './syntax.ts';

/** Go's limit of what repetitions within one another may come to (regexp/syntax/parse.go). */
const maxRepeat = 1000;
/** As deep as Go goes (maxHeight). */
const maxDepth = 1000;

const newline = 10;
const isWord = (char: number | undefined): boolean =>
  char !== undefined && /^\w$/.test(String.fromCodePoint(char));

const beginText: Assertion = (before) => before === undefined;
const endText: Assertion = (_, after) => after === undefined;
const beginLine: Assertion = (before) => before === undefined || before === newline;
const endLine: Assertion = (_, after) => after === undefined || after === newline;
const wordBoundary: Assertion = (before, after) => isWord(before) !== isWord(after);

/** Reads an expression as Go's regexp.Compile does. */
export function parse(pattern: string): Node {
  const parser = new Parser(pattern);
  const node = parser.choice({ foldCase: false, multiline: false, dotAll: false }, 0);
  parser.end();
  return node;
}

class Parser {
  readonly #cursor: Cursor;
  readonly #names = new Set<string>();

  constructor(pattern: string) {
    this.#cursor = new Cursor(pattern);
  }

  end(): void {
    if (!this.#cursor.done) refuse('a ) without its (');
  }

  /** Alternatives up to the end of the group. Flags that are switched hold until there. */
  choice(given: Flags, depth: number): Node {
    if (depth > maxDepth) refuse('groups within groups, too deep');
    let flags = given;
    const options: Node[][] = [[]];
    while (!this.#cursor.done) {
      if (this.#cursor.take(/(?=\))/y) !== undefined) break;
      const parts = options.at(-1) ?? [];
      const switched = this.#cursor.take(/\(\?([imsU]*(?:-[imsU]+)?)\)/y);
      if (switched !== undefined) flags = withFlags(flags, switched[1] ?? '');
      else if (this.#cursor.take(/\|/y) !== undefined) options.push([]);
      else parts.push(...this.#repeated(flags, depth));
    }
    const sequences = options.map((parts): Node => ({ kind: 'sequence', parts }));
    return { kind: 'choice', options: sequences };
  }

  #repeated(flags: Flags, depth: number): Node[] {
    const quoted = this.#cursor.take(/\\Q([^]*?)(?:\\E|$)/y)?.[1];
    if (quoted !== undefined) {
      const chars = Array.from(quoted, (char) => charOf(literal(char.codePointAt(0) ?? 0, flags)));
      const last = chars.pop();
      return last === undefined ? [] : [...chars, this.#repeat(last)];
    }
    return [this.#repeat(this.#single(flags, depth))];
  }

  #repeat(node: Node): Node {
    const bounds = this.#bounds();
    if (bounds === undefined) return node;
    this.#cursor.take(/\?/y);
    if (this.#bounds() !== undefined) refuse('one repetition follows another');
    const repeat = { kind: 'repeat', node, ...bounds } as const;
    if (!within(repeat, maxRepeat)) refuse(`it repeats more than ${maxRepeat} times`);
    return repeat;
  }

  #bounds(): { min: number; max: number } | undefined {
    const sign = this.#cursor.take(/[*+?]/y)?.[0];
    if (sign !== undefined) return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
    const braces = this.#cursor.take(/\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y);
    if (braces === undefined) return undefined;
    const [, from, comma, to] = braces;
    const min = Number(from);
    const max = comma === undefined ? min : to === undefined ? Infinity : Number(to);
    if (min > maxRepeat || (max !== Infinity && max > maxRepeat) || max < min) {
      refuse(`it repeats more than ${maxRepeat} times, or fewer than none`);
    }
    return { min, max };
  }

  #single(flags: Flags, depth: number): Node {
    const cursor = this.#cursor;
    if (cursor.take(/\(/y) !== undefined) return this.#group(flags, depth);
    if (cursor.take(/\[/y) !== undefined) return charOf(bracketClass(cursor, flags));
    if (cursor.take(/\./y) !== undefined) {
      return charOf(flags.dotAll ? () => true : (char) => char !== newline);
    }
    if (cursor.take(/\^/y) !== undefined) return at(flags.multiline ? beginLine : beginText);
    if (cursor.take(/\$/y) !== undefined) return at(flags.multiline ? endLine : endText);
    if (cursor.take(/\\A/y) !== undefined) return at(beginText);
    if (cursor.take(/\\z/y) !== undefined) return at(endText);
    if (cursor.take(/\\b/y) !== undefined) return at(wordBoundary);
    if (cursor.take(/\\B/y) !== undefined) return at((...around) => !wordBoundary(...around));
    const group = escapedClass(cursor, flags);
    if (group !== undefined) return charOf(group);
    if (cursor.take(/(?=\\)/y) !== undefined) {
      return charOf(literal(escapedCodePoint(cursor), flags));
    }
    if (this.#bounds() !== undefined) refuse('a repetition of nothing');
    return charOf(literal(cursor.next()?.codePointAt(0) ?? 0, flags));
  }

  #group(flags: Flags, depth: number): Node {
    const inner = this.#groupFlags(flags);
    const node = this.choice(inner, depth + 1);
    if (this.#cursor.take(/\)/y) === undefined) refuse('a ( without its )');
    return node;
  }

  #groupFlags(flags: Flags): Flags {
    const name = this.#cursor.take(/\?P?<([A-Za-z0-9_]+)>/y)?.[1];
    if (name !== undefined) {
      if (this.#names.has(name)) refuse('two groups of one name');
      this.#names.add(name);
      return flags;
    }
    const switched = this.#cursor.take(/\?([imsU]*(?:-[imsU]+)?):/y)?.[1];
    if (switched !== undefined) return withFlags(flags, switched);
    if (this.#cursor.take(/\?/y) !== undefined) refuse('a kind of group that Go does not have');
    return flags;
  }
}

function charOf(test: (codePoint: number) => boolean): Node {
  return { kind: 'char', test };
}

function at(holds: Assertion): Node {
  return { kind: 'assertion', holds };
}

/** U is about which match is found, not whether there is one. */
function withFlags(flags: Flags, letters: string): Flags {
  const [on = '', off = ''] = letters.split('-');
  const flag = (letter: string, before: boolean): boolean =>
    !off.includes(letter) && (before || on.includes(letter));
  return {
    foldCase: flag('i', flags.foldCase),
    multiline: flag('m', flags.multiline),
    dotAll: flag('s', flags.dotAll),
  };
}

/** Whether repetitions within one another come to no more than a number (Go: repeatIsValid). */
function within(node: Node, limit: number): boolean {
  switch (node.kind) {
    case 'char':
    case 'assertion':
      return true;
    case 'sequence':
      return node.parts.every((part) => within(part, limit));
    case 'choice':
      return node.options.every((option) => within(option, limit));
    case 'repeat': {
      const times = node.max === Infinity ? node.min : node.max;
      if (times > limit) return false;
      return within(node.node, times > 0 ? Math.floor(limit / times) : limit);
    }
  }
}
