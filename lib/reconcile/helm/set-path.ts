import type { Values } from './values.ts';

/**
 * Sets values by a path, as `helm --set` does: a port of helm v4.3.1, pkg/strvals/parser.go, whose
 * habits people's charts rely on. Lists and maps that are there already are changed in place.
 */

/** As `MaxIndex` and `MaxNestedNameLevel` there. */
const maxIndex = 65_536;
const maxDepth = 30;

/** Why a path cannot be set. Never has the value in it, which may be secret. */
export class PathError extends Error {}

/** The text ended: `parse` takes it for success, everything between passes it on. */
const end = Symbol('end');
type Ended = typeof end | undefined;

interface Token {
  readonly text: string;
  /** The character at which it ended; undefined at the end of the text. */
  readonly stop: string | undefined;
}

/**
 * @param path what stands left of `=`; may hold `=` and `,` like a whole line
 * @param asText whether values stay text, as under `--set-string`
 */
export function setPath(values: Values, path: string, value: string, asText: boolean): void {
  new Parser(Array.from(`${path}=${value}`), asText).parse(values);
}

class Parser {
  readonly #chars: readonly string[];
  readonly #asText: boolean;
  #at = 0;

  constructor(chars: readonly string[], asText: boolean) {
    this.#chars = chars;
    this.#asText = asText;
  }

  parse(values: Values): void {
    while (this.#key(values, 0) !== end);
  }

  #key(data: Values, depth: number): Ended {
    const { text: key, stop } = this.#until('=[,.');
    switch (stop) {
      case '[': {
        const index = this.#index();
        if (index === undefined) return end;
        const list = key in data ? data[key] : [];
        if (!Array.isArray(list)) throw new PathError('the path takes something else for a list');
        const [changed, ended] = this.#item(list, index, depth);
        set(data, key, changed);
        return ended;
      }
      case '=': {
        const [value, ended] = this.#value();
        set(data, key, value);
        return ended;
      }
      case '.': {
        if (depth + 1 > maxDepth) throw new PathError(`the path is deeper than ${maxDepth}`);
        const inner = key in data ? data[key] : emptyMap();
        if (!isMap(inner)) throw new PathError('the path takes something else for a map');
        const ended = this.#key(inner, depth + 1);
        const isEmpty = Object.keys(inner).length === 0;
        if (ended !== end && isEmpty) throw new PathError('a key of the path has no value');
        if (!isEmpty) set(data, key, inner);
        return ended;
      }
      case undefined:
        if (key === '') return end;
        throw new PathError('a key of the path has no value');
      default:
        throw new PathError('a key of the path has no value (cannot end with ,)');
    }
  }

  #item(list: unknown[], index: number, depth: number): [unknown[], Ended] {
    const { text, stop } = this.#until('[.=');
    if (text !== '') throw new PathError('there is text after an index of the path');
    switch (stop) {
      case undefined:
        return [list, end];
      case '=':
        return [setIndex(list, index, this.#value()[0]), undefined];
      case '[': {
        const next = this.#index();
        if (next === undefined) return [list, end];
        const known = list[index] ?? [];
        if (!Array.isArray(known)) throw new PathError('the path takes something else for a list');
        const [inner, ended] = this.#item(known, next, depth);
        return ended === end ? [list, end] : [setIndex(list, index, inner), undefined];
      }
      default: {
        let inner = index < list.length ? list[index] : emptyMap();
        if (!isMap(inner)) {
          inner = emptyMap();
          list[index] = inner;
        }
        // helm forgets the item where the text ends right after its key: `a[0].b=`.
        if (this.#key(inner as Values, depth) === end) return [list, end];
        return [setIndex(list, index, inner), undefined];
      }
    }
  }

  /** An index up to `]`; undefined where the text ends before. */
  #index(): number | undefined {
    const { text, stop } = this.#until(']');
    if (stop === undefined) return undefined;
    if (!/^[-+]?\d+$/.test(text)) throw new PathError('an index is no number');
    const index = Number(text);
    if (index < 0 || index > maxIndex) throw new PathError(`an index is not in 0 to ${maxIndex}`);
    return index;
  }

  #value(): [unknown, Ended] {
    if (this.#at === this.#chars.length) return ['', end];
    if (this.#chars[this.#at] !== '{') return [this.#typed(this.#until(',').text), undefined];
    this.#at += 1;
    const list: unknown[] = [];
    while (true) {
      const { text, stop } = this.#until(',}');
      if (stop === undefined) throw new PathError("a list must end with '}'");
      list.push(this.#typed(text));
      if (stop === '}') break;
    }
    if (this.#chars[this.#at] === ',') this.#at += 1;
    return [list, undefined];
  }

  /** Reads on to one of the characters, past it, without the backslashes before others. */
  #until(stops: string): Token {
    let text = '';
    while (this.#at < this.#chars.length) {
      let char = this.#chars[this.#at++] ?? '';
      if (stops.includes(char)) return { text, stop: char };
      if (char === '\\') {
        if (this.#at === this.#chars.length) break;
        char = this.#chars[this.#at++] ?? '';
      }
      text += char;
    }
    return { text, stop: undefined };
  }

  #typed(text: string): unknown {
    if (this.#asText) return text;
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === 'false') return lower === 'true';
    if (lower === 'null') return null;
    if (text === '0') return 0;
    if (!/^(?:[-+]\d+|[1-9]\d*)$/.test(text)) return text;
    const integer = BigInt(text.replace('+', ''));
    if (BigInt.asIntN(64, integer) !== integer) return text;
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  }
}

function emptyMap(): Values {
  return Object.create(null) as Values;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function set(data: Values, key: string, value: unknown): void {
  if (key !== '') data[key] = value;
}

/** A list that is too short is copied: whoever shares it does not see the new item. */
function setIndex(list: unknown[], index: number, value: unknown): unknown[] {
  const target =
    index < list.length ? list : Array.from({ length: index + 1 }, (_, at) => list[at] ?? null);
  target[index] = value;
  return target;
}
