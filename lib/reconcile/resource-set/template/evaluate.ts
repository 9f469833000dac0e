/**
 * Carries out a template (Go 1.26, text/template/exec.go, with the option missingkey=error).
 */
import { checked, type Parameter, type TemplateFunction } from './function.ts';
import type { Branch, Command, Node, Operand, Pipeline, Template } from './nodes.ts';
import { print } from './print.ts';
import {
  Dict,
  Int,
  isTrue,
  List,
  Opaque,
  TemplateError,
  typeOf,
  Unknown,
  type Value,
} from './values.ts';

interface Variable {
  readonly name: string;
  value: Value;
}

class Break extends Error {}
class Continue extends Error {}

const deepest = 1000;

class Evaluator {
  readonly #template: Template;
  readonly #functions: ReadonlyMap<string, TemplateFunction>;
  #variables: Variable[] = [{ name: '$', value: null }];
  #depth = 0;
  text = '';

  constructor(template: Template, functions: ReadonlyMap<string, TemplateFunction>) {
    this.#template = template;
    this.#functions = functions;
  }

  list(nodes: readonly Node[], dot: Value): void {
    for (const node of nodes) this.#node(node, dot);
  }

  #node(node: Node, dot: Value): void {
    switch (node.kind) {
      case 'text':
        this.text += node.text;
        break;
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot);
        // What only sets a variable prints nothing.
        if (node.pipeline.variables.length > 0) break;
        this.text += value === null ? '<no value>' : print(value);
        break;
      }
      case 'if':
      case 'with':
      case 'range':
        this.#scoped(() => this.#branch(node, dot));
        break;
      case 'template':
        this.#invoke(node.name, node.pipeline && this.#pipeline(node.pipeline, dot));
        break;
      case 'break':
        throw new Break();
      case 'continue':
        throw new Continue();
    }
  }

  #scoped(run: () => void): void {
    const known = this.#variables.length;
    run();
    this.#variables.length = known;
  }

  #branch(branch: Branch, dot: Value): void {
    const value = this.#pipeline(branch.pipeline, dot);
    if (branch.kind === 'range') this.#range(branch, value, dot);
    else if (isTrue(value)) this.list(branch.body, branch.kind === 'with' ? value : dot);
    else this.list(branch.otherwise ?? [], dot);
  }

  #invoke(name: string, dot: Value | undefined): void {
    const body = this.#template.named.get(name);
    if (body === undefined) throw new TemplateError(`template "${name}" not defined`);
    if (this.#depth >= deepest) throw new Opaque('templates are nested too deep');
    const outer = this.#variables;
    this.#variables = [{ name: '$', value: dot ?? null }];
    this.#depth += 1;
    this.list(body, dot ?? null);
    this.#depth -= 1;
    this.#variables = outer;
  }

  #range(branch: Branch, value: Value, dot: Value): void {
    const entries = entriesOf(value);
    const [first, second] = branch.pipeline.variables;
    if (value instanceof Int && second !== undefined) {
      throw new TemplateError("can't iterate over an integer with two variables");
    }
    if (entries.length === 0) this.list(branch.otherwise ?? [], dot);
    for (const [key, element] of entries) {
      const known = this.#variables.length;
      if (first !== undefined) this.#set(first, second === undefined ? element : key);
      if (second !== undefined) this.#set(second, element);
      try {
        this.list(branch.body, element);
      } catch (signal) {
        if (signal instanceof Break) break;
        if (!(signal instanceof Continue)) throw signal;
      } finally {
        this.#variables.length = known;
      }
    }
  }

  #set(name: string, value: Value): void {
    const variable = this.#variables.findLast((each) => each.name === name);
    if (variable === undefined) throw new TemplateError(`undefined variable: ${name}`);
    variable.value = value;
  }

  #pipeline({ variables, assigns, commands }: Pipeline, dot: Value): Value {
    let value: Value | undefined;
    for (const command of commands) value = this.#command(command, dot, value);
    for (const name of variables) {
      if (assigns) this.#set(name, value ?? null);
      else this.#variables.push({ name, value: value ?? null });
    }
    return value ?? null;
  }

  /** @param final what the command before gave; undefined for the first of a pipeline */
  #command([first, ...args]: Command, dot: Value, final: Value | undefined): Value {
    if (first.kind === 'function') return this.#call(first.name, args, dot, final);
    if (args.length > 0 || final !== undefined) {
      throw new TemplateError("can't give argument to non-function");
    }
    if (first.kind === 'nil') throw new TemplateError('nil is not a command');
    return this.#operand(first, 'any', dot);
  }

  #operand(operand: Operand, parameter: Parameter, dot: Value): Value {
    switch (operand.kind) {
      case 'literal':
        return checked(operand.value, parameter);
      case 'number':
        return numberFor(operand, parameter);
      case 'nil':
        if (parameter !== 'any' && parameter !== 'dict')
          throw new TemplateError('cannot assign nil');
        return checked(null, parameter);
      case 'dot':
        return checked(dot, parameter);
      case 'field':
        return checkedField(fieldsOf(dot, operand.names), parameter);
      case 'variable': {
        const found = this.#variables.findLast(({ name }) => name === operand.name);
        return checked(fieldsOf(found?.value ?? null, operand.names), parameter);
      }
      case 'function':
        return checkedField(this.#call(operand.name, [], dot, undefined), parameter);
      case 'chain':
        return checkedField(
          fieldsOf(this.#operand(operand.of, 'any', dot), operand.names),
          parameter,
        );
      case 'pipeline':
        return checked(this.#pipeline(operand.pipeline, dot), parameter);
    }
  }

  #call(name: string, args: readonly Operand[], dot: Value, final: Value | undefined): Value {
    const callee = this.#functions.get(name);
    if (callee === undefined) throw new Opaque(`the function ${name} is not supported`);
    const { parameters, rest } = callee;
    const count = args.length + (final === undefined ? 0 : 1);
    if (count < parameters.length || (count > parameters.length && rest === undefined)) {
      throw new TemplateError(`wrong number of args for ${name}: got ${count}`);
    }
    const parameterAt = (index: number) => parameters[index] ?? rest ?? 'any';
    if (name === 'and' || name === 'or') return this.#shortCircuit(name, args, dot, final);
    const values = args.map((arg, index) => this.#operand(arg, parameterAt(index), dot));
    if (final !== undefined) values.push(checked(final, parameterAt(count - 1)));
    return callee.call(values);
  }

  /** The first argument that decides, or the last; those behind it are not evaluated. */
  #shortCircuit(
    name: 'and' | 'or',
    args: readonly Operand[],
    dot: Value,
    final: Value | undefined,
  ): Value {
    let value: Value = null;
    for (const arg of args) {
      value = this.#operand(arg, 'any', dot);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return final === undefined ? value : final;
  }
}

/** What comes out of a map or a function is an interface of Go, which is no map where it is nil. */
function checkedField(value: Value, parameter: Parameter): Value {
  if (value === null && parameter === 'dict') throw new TemplateError('wrong type for value');
  return checked(value, parameter);
}

/** A number takes the type that it is wanted in, if it can. */
function numberFor(operand: Extract<Operand, { kind: 'number' }>, parameter: Parameter): Value {
  const { whole, float, isFloat } = operand;
  if (parameter === 'float64') return float;
  if (parameter === 'int' && whole !== undefined) return new Int(whole, 'int');
  if (parameter !== 'any') throw new TemplateError(`expected ${parameter}; found a number`);
  return isFloat || whole === undefined ? float : new Int(whole, 'int');
}

function fieldsOf(value: Value, names: readonly string[]): Value {
  return names.reduce<Value>((of, name) => {
    if (of instanceof Unknown) throw new Opaque(of.what);
    if (of === null) throw new TemplateError(`nil data; no entry for key "${name}"`);
    if (!(of instanceof Dict)) {
      throw new TemplateError(`can't evaluate field ${name} in type ${typeOf(of)}`);
    }
    const field = of.entries.get(name);
    if (field === undefined) throw new TemplateError(`map has no entry for key "${name}"`);
    return field;
  }, value);
}

/** What is ranged over, with its keys. */
function entriesOf(value: Value): readonly (readonly [Value, Value])[] {
  if (value === null) return [];
  if (value instanceof List) return value.items.map((item, at) => [new Int(at, 'int'), item]);
  if (value instanceof Dict) return value.sorted();
  if (value instanceof Int) {
    if (value.value > 100_000n) throw new Opaque('a range of so many numbers is not supported');
    const count = Math.max(0, Number(value.value));
    return Array.from({ length: count }, (_, at) => [null, new Int(at, value.type)]);
  }
  throw new TemplateError(`range can't iterate over ${typeOf(value)}`);
}

/** The text that a template gives. Throws a TemplateError or Opaque. */
export function evaluate(
  template: Template,
  functions: ReadonlyMap<string, TemplateFunction>,
): string {
  const evaluator = new Evaluator(template, functions);
  evaluator.list(template.body, null);
  return evaluator.text;
}
