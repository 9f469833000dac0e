/** An expression of Go as one of JavaScript, and how long it may take at most. */
export interface Searchable {
  readonly regexp: RegExp;
  /** @param length of the text */
  steps(length: number): number;
}

/**
 * A JavaScript expression that finds what Go's does. JavaScript tries one way after the other, so
 * it takes only those whose ways can be counted: nothing is repeated that could match in two ways.
 * Undefined for others, and for what both write differently and few need.
 *
 * @param pattern that Go compiles
 */
export function searchable(pattern: string): Searchable | undefined {
  const translation = new Translation();
  let at = 0;
  while (at < pattern.length) {
    token.lastIndex = at;
    const match = token.exec(pattern);
    if (match === null || !translation.take(match)) return undefined;
    at += match[0].length;
  }
  try {
    const regexp = new RegExp(translation.text, 'gu');
    return { regexp, steps: (length) => translation.steps(length) };
  } catch {
    return undefined;
  }
}

const token =
  /(?<group>\((?:\?(?:P?<\w+>|:))?(?!\?))|(?<end>\))|(?<or>\|)|(?<repeat>[*+?]|\{\d+(?:,\d*)?\})\??|(?<set>\[\^?\]?(?:\\[^]|[^\]\\])*\])|(?<anchor>[$^]|\\[bBAz])|(?<escape>\\[^])|(?<dot>\.)|(?<char>[^])/uy;

const anchors: Readonly<Record<string, string>> = { '\\A': '^', '\\z': '$' };
const space = '\\t\\n\\f\\r ';

class Translation {
  text = '';
  #unbounded = 0;
  #ways = 1;
  #tokens = 0;
  /** For each open group whether it matches in one way only. */
  readonly #open: boolean[] = [];
  /** Whether what stands last may be repeated. */
  #isPlain = true;

  steps(length: number): number {
    return length ** (this.#unbounded + 1) * this.#ways * this.#tokens;
  }

  /** Whether this part could be taken. */
  take({ 0: whole, groups = {} }: RegExpExecArray): boolean {
    const { group, end, or, repeat, set, anchor, escape, dot, char } = groups;
    this.#tokens += 1;
    if (repeat !== undefined) return this.#repeat(whole, repeat);
    if (group !== undefined) this.#open.push(true);
    this.#isPlain = end === undefined || (this.#open.pop() ?? true);
    if (or !== undefined) this.#branch(2);
    const text =
      (group && '(?:') ??
      end ??
      or ??
      (dot && '[^\\n]') ??
      (anchor && (anchors[anchor] ?? anchor)) ??
      (set && classOf(set)) ??
      (escape && escaped(escape, '[^')) ??
      (char && code(char));
    this.text += text ?? '';
    return text !== undefined;
  }

  #repeat(whole: string, repeat: string): boolean {
    if (!this.#isPlain) return false;
    const [from = '', to] = /^\{(\d+)(?:,(\d*))?/.exec(repeat)?.slice(1) ?? [];
    if (repeat === '*' || repeat === '+' || to === '') {
      this.#unbounded += 1;
      this.#branch(1);
    } else if (repeat === '?' || to !== undefined) {
      this.#branch(repeat === '?' ? 2 : Number(to) - Number(from) + 1);
    }
    this.#tokens += Number(from) + Number(to ?? 0);
    this.text += whole;
    return true;
  }

  #branch(ways: number): void {
    this.#ways *= ways;
    this.#open.fill(false);
  }
}

/** A class in brackets; undefined if it has what JavaScript does not. */
function classOf(set: string): string | undefined {
  const [, not = '', members = ''] = /^\[(\^?)([^]*)\]$/.exec(set) ?? [];
  if (members.includes('[:')) return undefined;
  let text = '';
  for (const [each] of members.matchAll(/\\[^]|[^]/gu)) {
    const part =
      each === '-' ? each : each.length > 1 && each.startsWith('\\') ? escaped(each) : code(each);
    if (part === undefined) return undefined;
    text += part;
  }
  return `[${not}${text}]`;
}

/** @param outside the start of a negated class, where one may stand */
function escaped(escape: string, outside?: string): string | undefined {
  const letter = escape.slice(1);
  if (/^[dDwWtnvfr]$/.test(letter)) return escape;
  if (letter === 's') return outside === undefined ? space : `[${space}]`;
  if (letter === 'S' && outside !== undefined) return `${outside}${space}]`;
  return /^[!-/:-@[-`{-~]$/.test(letter) ? code(letter) : undefined;
}

function code(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
