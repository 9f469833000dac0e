/**
 * The grammar of Flux's envsubst (github.com/fluxcd/pkg/envsubst v1.7.1, parse/), which differs
 * from a shell's: text between `${` and `}` is an expression, `$$` is one dollar, and inside an
 * expression only the parts of a replacement have escapes. Its odd cases are kept, since what the
 * cluster reads is what counts.
 */

/** Text, or an expression: a variable, an operator, and the operands, each of one or more parts. */
export type Part = string | Expression;

export interface Expression {
  readonly variable: string;
  /** Empty for a bare `${variable}`. */
  readonly operator: string;
  readonly operands: readonly Part[];
}

/** Why text is no template, in the words of the controller, and where the expression begins. */
export interface ParseProblem {
  readonly problem: string;
  readonly offset: number;
}

/** What ends a text: NUL counts as the end of everything, as in the original. */
const end = '\0';
const nameCharacter = /[\p{L}\p{Nd}_]/u;

class Malformed extends Error {}
const badSubstitution = 'bad substitution';
const badOperand = 'unable to parse substitution within function';

class Parser {
  readonly #text: string;
  #at = 0;
  /** Where the outermost expression begins that is being read. */
  expression = 0;

  constructor(text: string) {
    this.#text = text;
  }

  template(): Part[] {
    const parts: Part[] = [];
    while (this.#peek() !== end) {
      this.expression = this.#at;
      parts.push(this.#expressionFollows() ? this.#expression() : this.#literal('', '$'));
    }
    return parts;
  }

  #peek(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? end : String.fromCodePoint(code);
  }

  #expressionFollows(): boolean {
    return this.#text.startsWith('${', this.#at);
  }

  /** Text up to an expression, the end, or one of the characters; those escaped are taken. */
  #literal(stops: string, escapable: string): string {
    let out = '';
    while (!this.#expressionFollows()) {
      const next = this.#peek();
      if (next === end || stops.includes(next)) break;
      this.#at += next.length;
      const second = this.#peek();
      const escaped = escapable.includes(next) && (second === next || next + second === '\\/');
      if (escaped) this.#at += second.length;
      out += escaped ? second : next;
    }
    return out;
  }

  /** What follows, as long as each character is accepted, and no more than so many. */
  #take(accepts: (character: string) => boolean, most = Infinity): string {
    let taken = '';
    for (let next = this.#peek(); taken.length < most && accepts(next); next = this.#peek()) {
      taken += next;
      this.#at += next.length;
    }
    return taken;
  }

  #close(): void {
    if (this.#take((next) => next === '}', 1) === '') throw new Malformed(badSubstitution);
  }

  #operand(stops: string, escapable = ''): Part {
    if (this.#expressionFollows()) return this.#expression();
    const text = this.#literal(stops, escapable);
    if (text === '') throw new Malformed(badOperand);
    return text;
  }

  #name(): string {
    return this.#take((next) => nameCharacter.test(next));
  }

  #expression(): Expression {
    this.#at += 2;
    if (this.#peek() === '#') return this.#length();
    const variable = this.#name();
    if (variable === '') throw new Malformed('unable to parse variable name');
    return { variable, ...this.#operation() };
  }

  #length(): Expression {
    this.#at += 1;
    const variable = this.#name();
    if (variable === '') throw new Malformed(badSubstitution);
    this.#close();
    return { variable, operator: '#', operands: [] };
  }

  #operation(): Omit<Expression, 'variable'> {
    const first = this.#peek();
    switch (first) {
      case ':':
        return this.#defaultOrSubstring();
      case '=':
        return this.#default(1);
      case ',':
      case '^':
        return this.#casing();
      case '/':
        return this.#replacement();
      case '#':
      case '%':
        return this.#trim(first);
      default:
        // `${a-b}`, which shells know, ends here too.
        if (first !== '}') throw new Malformed('missing closing brace');
        this.#close();
        return { operator: '', operands: [] };
    }
  }

  #defaultOrSubstring(): Omit<Expression, 'variable'> {
    const next = this.#text.slice(this.#at + 1, this.#at + 2);
    if ('=-?+'.includes(next) && next !== '') return this.#default(2);
    // The original steps back by the width of the wrong character, and loses its place.
    if (next === '' || next > '\x7f') throw new Malformed(badSubstitution);
    return this.#substring();
  }

  #default(width: number): Omit<Expression, 'variable'> {
    const operator = this.#text.slice(this.#at, this.#at + width);
    this.#at += width;
    const operands: Part[] = [];
    while (this.#peek() !== '}') operands.push(this.#operand('}'));
    this.#close();
    return { operator, operands };
  }

  #substring(): Omit<Expression, 'variable'> {
    this.#at += 1;
    const operands = [this.#operand(':}')];
    if (this.#take((next) => next === ':') !== '') operands.push(this.#operand('}'));
    this.#close();
    return { operator: ':', operands };
  }

  #casing(): Omit<Expression, 'variable'> {
    const operator = this.#take((next) => next === ',' || next === '^', 2);
    this.#close();
    return { operator, operands: [] };
  }

  #trim(sign: string): Omit<Expression, 'variable'> {
    const operator = this.#take((next) => next === sign, 2);
    const operands = [this.#operand('}')];
    this.#close();
    return { operator, operands };
  }

  #replacement(): Omit<Expression, 'variable'> {
    const kind = this.#text.slice(this.#at + 1, this.#at + 2);
    const operator = kind !== '' && '/#%'.includes(kind) ? `/${kind}` : '/';
    this.#at += operator.length;
    // Up to the slash, so that a closing brace is part of what is replaced.
    const operands = [this.#operand('/', '$\\')];
    if (this.#take((next) => next === '/') === '') throw new Malformed(badSubstitution);
    if (this.#peek() !== '}') operands.push(this.#operand('}', '$\\'));
    this.#close();
    return { operator, operands };
  }
}

/** Reads a template. */
export function parse(text: string): readonly Part[] | ParseProblem {
  const parser = new Parser(text);
  try {
    return parser.template();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { problem: error.message, offset: parser.expression };
  }
}
