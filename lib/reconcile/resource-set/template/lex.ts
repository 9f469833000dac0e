/** The words of a template of Go's text/template (Go 1.26, text/template/parse/lex.go). */
import { TemplateError } from './values.ts';

export type TokenKind =
  | ('text' | 'open' | 'close' | 'space' | 'identifier' | 'keyword' | 'field' | 'variable')
  | ('dot' | 'string' | 'character' | 'number' | 'sign' | 'end');

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const left = '<<';
const keywords = new Set([
  ...['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'nil', 'template'],
  'with',
]);

/** What may follow a word without a space. */
const boundary = String.raw`(?=[ \t\r\n.,|:()]|>>|$)`;
const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /[ \t\r\n]+?(?=[ \t\r\n]->>)|[ \t\r\n]+/y],
  ['sign', /:=|[=|(),]/y],
  ['string', /"(?:\\[^\n]|[^"\\\n])*"|`[^`]*`/y],
  ['character', /'(?:\\[^\n]|[^'\\\n])*'/y],
  ['variable', new RegExp(String.raw`\$[\p{L}\p{Nd}_]*${boundary}`, 'uy')],
  [
    'number',
    /[-+]?(?:0[xXoObB][0-9a-fA-F_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)(?![\p{L}\p{Nd}_])/uy,
  ],
  ['field', new RegExp(String.raw`\.[\p{L}\p{Nd}_]+${boundary}`, 'uy')],
  ['dot', new RegExp(String.raw`\.${boundary}`, 'uy')],
  ['identifier', new RegExp(String.raw`[\p{L}\p{Nd}_]+${boundary}`, 'uy')],
];

class Lexer {
  readonly #text: string;
  readonly tokens: Token[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    while (this.#at < this.#text.length) {
      const open = this.#text.indexOf(left, this.#at);
      if (open < 0) {
        this.#push('text', this.#text.slice(this.#at));
        break;
      }
      const trims = /^-[ \t\r\n]/.test(this.#text.slice(open + 2, open + 4));
      const text = this.#text.slice(this.#at, open);
      this.#push('text', trims ? text.replace(/[ \t\r\n]+$/, '') : text);
      this.#at = open + 2;
      const comment = this.#text.startsWith('/*', this.#at + (trims ? 2 : 0));
      if (trims) this.#at += 2;
      if (comment) this.#comment();
      else this.#action();
    }
    this.#push('end', 'EOF');
  }

  #push(kind: TokenKind, text: string): void {
    if (kind !== 'text' || text !== '') this.tokens.push({ kind, text });
  }

  /** Passes a closing delimiter, if there is one. */
  #closes(): boolean {
    const found = this.#match(/[ \t\r\n]->>[ \t\r\n]*|>>/y);
    return found !== undefined;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #comment(): void {
    const end = this.#text.indexOf('*/', this.#at + 2);
    if (end < 0) throw new TemplateError('unclosed comment');
    this.#at = end + 2;
    if (!this.#closes()) throw new TemplateError('comment ends before closing delimiter');
  }

  #action(): void {
    this.#push('open', left);
    while (!this.#closes()) {
      if (this.#at >= this.#text.length) throw new TemplateError('unclosed action');
      this.#word();
    }
    this.#push('close', '>>');
  }

  #word(): void {
    for (const [kind, pattern] of patterns) {
      const text = this.#match(pattern);
      if (text === undefined) continue;
      this.#push(kind === 'identifier' && keywords.has(text) ? 'keyword' : kind, text);
      return;
    }
    throw new TemplateError(`unexpected ${JSON.stringify(this.#text.charAt(this.#at))} in action`);
  }
}

/** Cuts a template into its words; white space beside trim markers is gone. */
export function lex(text: string): readonly Token[] {
  const lexer = new Lexer(text);
  lexer.run();
  return lexer.tokens;
}
