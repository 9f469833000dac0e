/** What a regular expression means, as a tree. */
export type Node =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'assertion'; readonly holds: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

/** Whether a code point is one of those meant. */
export type CharTest = (codePoint: number) => boolean;

/** Whether a place is meant, by the code points before and behind it; undefined at the ends. */
export type Assertion = (before: number | undefined, after: number | undefined) => boolean;

/** What the letters of `(?ims)` switch on. */
export interface Flags {
  readonly foldCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** An expression that Go would not compile, or whose Unicode tables this folder does not have. */
export class Refused extends Error {}

export function refuse(reason: string): never {
  throw new Refused(reason);
}

/** A position in the text of an expression. */
export class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** What follows, if it has this form, which must be sticky. Moves behind it. */
  take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.#at;
    const match = form.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  /** The next character, unless the end is there. */
  next(): string | undefined {
    const codePoint = this.#text.codePointAt(this.#at);
    if (codePoint === undefined) return undefined;
    const char = String.fromCodePoint(codePoint);
    this.#at += char.length;
    return char;
  }
}
