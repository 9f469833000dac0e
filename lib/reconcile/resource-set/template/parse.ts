/** The grammar of Go's text/template (Go 1.26, text/template/parse/parse.go). */
import { lex, type Token, type TokenKind } from './lex.ts';
import { readNumber, unquote } from './literals.ts';
import type { Branch, Command, Node, Operand, Pipeline, Template } from './nodes.ts';
import { TemplateError } from './values.ts';

/** How a list of nodes ended: at `end`, or at `else` with what follows the word still to be read. */
interface Body {
  readonly nodes: readonly Node[];
  readonly end: 'end' | 'else' | 'EOF';
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #isFunction: (name: string) => boolean;
  readonly named = new Map<string, readonly Node[]>();
  #at = 0;
  #variables: string[] = ['$'];
  #ranges = 0;

  constructor(text: string, isFunction: (name: string) => boolean) {
    this.#tokens = lex(text);
    this.#isFunction = isFunction;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'EOF' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #skipSpace(): Token {
    while (this.#peek().kind === 'space') this.#at += 1;
    return this.#peek();
  }

  #is(kind: TokenKind, text?: string): boolean {
    const token = this.#peek();
    return token.kind === kind && (text === undefined || token.text === text);
  }

  #expect(kind: TokenKind, where: string, text?: string): Token {
    this.#skipSpace();
    if (!this.#is(kind, text)) throw this.#unexpected(where);
    return this.#next();
  }

  #unexpected(where: string): TemplateError {
    return new TemplateError(`unexpected ${JSON.stringify(this.#peek().text)} in ${where}`);
  }

  whole(): readonly Node[] {
    const { nodes, end } = this.body(true);
    if (end !== 'EOF') throw new TemplateError(`unexpected {{${end}}}`);
    return nodes;
  }

  body(isTop = false): Body {
    const nodes: Node[] = [];
    while (!this.#is('end')) {
      const token = this.#next();
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text });
        continue;
      }
      const { kind, text } = this.#skipSpace();
      if (kind === 'keyword' && text !== 'nil') {
        this.#at += 1;
        if (text === 'end') this.#expect('close', 'end');
        if (text === 'end' || text === 'else') return { nodes, end: text };
        if (text === 'define' && isTop) this.#define();
        else nodes.push(this.#control(text));
      } else {
        nodes.push({ kind: 'action', pipeline: this.#pipeline('command', 'close') });
      }
    }
    return { nodes, end: 'EOF' };
  }

  #control(word: string): Node {
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.#branch(word);
      case 'template':
      case 'block':
        return this.#template(word);
      case 'break':
      case 'continue':
        if (this.#ranges === 0) throw new TemplateError(`{{${word}}} outside {{range}}`);
        this.#expect('close', word);
        return { kind: word };
      default:
        throw new TemplateError(`unexpected {{${word}}}`);
    }
  }

  #branch(kind: Branch['kind']): Branch {
    const known = this.#variables.length;
    const pipeline = this.#pipeline(kind, 'close');
    if (kind === 'range') this.#ranges += 1;
    const { nodes: body, end } = this.body();
    if (kind === 'range') this.#ranges -= 1;
    const otherwise = end === 'else' ? this.#otherwise(kind) : undefined;
    if (end === 'EOF') throw new TemplateError('unexpected EOF');
    this.#variables.length = known;
    return { kind, pipeline, body, otherwise };
  }

  /** After `else`: more of the same kind shares the `end`. */
  #otherwise(kind: Branch['kind']): readonly Node[] {
    this.#skipSpace();
    if (kind !== 'range' && this.#is('keyword', kind)) {
      this.#at += 1;
      return [this.#branch(kind)];
    }
    this.#expect('close', 'else');
    const { nodes, end } = this.body();
    if (end !== 'end') throw new TemplateError(`expected end; found ${end}`);
    return nodes;
  }

  #template(word: 'template' | 'block'): Node {
    const name = unquote(this.#expect('string', `${word} clause`).text);
    this.#skipSpace();
    const isBare = word === 'template' && this.#is('close');
    if (isBare) this.#at += 1;
    const pipeline = isBare ? undefined : this.#pipeline(`${word} clause`, 'close');
    if (word === 'block') this.#named(name);
    return { kind: 'template', name, pipeline };
  }

  #define(): void {
    const name = unquote(this.#expect('string', 'define clause').text);
    this.#expect('close', 'define clause');
    this.#named(name);
  }

  /** A template of its own, which sees no variables but `$`. */
  #named(name: string): void {
    const [variables, ranges] = [this.#variables, this.#ranges];
    [this.#variables, this.#ranges] = [['$'], 0];
    const { nodes, end } = this.body();
    if (end !== 'end') throw new TemplateError(`unexpected ${end} in define clause`);
    this.named.set(name, nodes);
    [this.#variables, this.#ranges] = [variables, ranges];
  }

  #pipeline(context: string, close: 'close' | ')'): Pipeline {
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (this.#skipSpace(); !this.#isClosed(close); this.#skipSpace()) {
      if (commands.length > 0 && !this.#piped) throw this.#unexpected(context);
      commands.push(this.#command(close));
    }
    this.#at += 1;
    if (commands.length === 0) throw new TemplateError(`missing value for ${context}`);
    const bare = commands.slice(1).some(([{ kind }]) => /literal|number|nil|dot/.test(kind));
    if (bare) throw new TemplateError('non executable command in pipeline');
    return { variables, assigns, commands };
  }

  /** Whether the last command ended in `|`. */
  #piped = false;

  #isClosed(close: 'close' | ')'): boolean {
    return close === 'close' ? this.#is('close') : this.#is('sign', ')');
  }

  #declarations(context: string): Pick<Pipeline, 'variables' | 'assigns'> {
    const start = this.#at;
    const variables: string[] = [];
    while (this.#skipSpace().kind === 'variable') {
      variables.push(this.#next().text);
      const { kind, text } = this.#skipSpace();
      if (kind !== 'sign') break;
      if (text === ':=' || text === '=') {
        this.#at += 1;
        const unknown = text === '=' && variables.find((name) => !this.#variables.includes(name));
        if (typeof unknown === 'string') throw new TemplateError(`undefined variable "${unknown}"`);
        if (text === ':=') this.#variables.push(...variables);
        this.#piped = false;
        return { variables, assigns: text === '=' };
      }
      if (text !== ',' || context !== 'range' || variables.length > 1) break;
      this.#at += 1;
    }
    this.#at = start;
    this.#piped = false;
    return { variables: [], assigns: false };
  }

  #command(close: 'close' | ')'): Command {
    const operands: Operand[] = [];
    this.#piped = false;
    while (true) {
      this.#skipSpace();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      if (this.#is('space')) continue;
      if (this.#isClosed(close)) break;
      if (!this.#is('sign', '|')) throw this.#unexpected('operand');
      this.#at += 1;
      this.#piped = true;
      break;
    }
    const [first, ...rest] = operands;
    if (first === undefined) throw new TemplateError('empty command');
    return [first, ...rest];
  }

  #operand(): Operand | undefined {
    const operand = this.#term();
    const names: string[] = [];
    while (operand !== undefined && this.#is('field')) names.push(this.#next().text.slice(1));
    if (operand === undefined || names.length === 0) return operand;
    if (operand.kind === 'field') return { ...operand, names: [...operand.names, ...names] };
    if (operand.kind === 'variable') return { ...operand, names };
    if (/literal|number|nil|dot/.test(operand.kind))
      throw new TemplateError('unexpected . after term');
    return { kind: 'chain', of: operand, names };
  }

  #term(): Operand | undefined {
    const { kind, text } = this.#peek();
    this.#at += 1;
    switch (kind) {
      case 'identifier':
        if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
        if (!this.#isFunction(text)) throw new TemplateError(`function "${text}" not defined`);
        return { kind: 'function', name: text };
      case 'dot':
        return { kind: 'dot' };
      case 'field':
        return { kind: 'field', names: [text.slice(1)] };
      case 'variable':
        if (!this.#variables.includes(text))
          throw new TemplateError(`undefined variable "${text}"`);
        return { kind: 'variable', name: text, names: [] };
      case 'string':
        return { kind: 'literal', value: unquote(text) };
      case 'character':
        return readNumber(String(unquote(text).codePointAt(0)));
      case 'number':
        return readNumber(text);
      case 'keyword':
        if (text === 'nil') return { kind: 'nil' };
        break;
      case 'sign':
        if (text === '(') return this.#parenthesis();
        break;
      default:
    }
    this.#at -= 1;
    return undefined;
  }

  #parenthesis(): Operand {
    const pipeline = this.#pipeline('parenthesized pipeline', ')');
    this.#piped = false;
    return { kind: 'pipeline', pipeline };
  }
}

/** Reads a template. Throws a TemplateError where Go would refuse it. */
export function parse(text: string, isFunction: (name: string) => boolean): Template {
  const parser = new Parser(text, isFunction);
  return { body: parser.whole(), named: parser.named };
}
