import { Optional } from '@marcbachmann/cel-js';
import { charge } from '../cost.ts';
import type { Library } from './library.ts';
import { CelError } from './library.ts';

/** What is used of the library's syntax tree in macros; see the decision on CEL. */
interface Node {
  readonly op: string;
  readonly args: readonly [Node, string];
}

interface Context {
  forkWithVariable(name: string, type: unknown): Context;
  reuse(parent: Context): Context;
  setIterValue(value: unknown, evaluator: Evaluator): Context;
}

interface Evaluator {
  run(node: Node, context: Context): unknown;
}

interface Checker {
  check(node: Node, context: Context): Type;
  getType(name: string): unknown;
}

interface Type {
  readonly kind: string;
  readonly keyType?: unknown;
  readonly valueType?: unknown;
}

interface Call {
  readonly ast: unknown;
  readonly args: readonly Node[];
  readonly receiver: Node;
}

/**
 * `has(a.b[0].c)`: the library's own takes names alone before the last. A key that is there with
 * null counts as there.
 */
function has({ ast, args: [argument] }: Call): object {
  if (argument?.op !== '.') throw new CelError('has() needs a field');
  const [operand, field] = argument.args;
  return {
    ast,
    typeCheck: (checker: Checker, _macro: unknown, context: Context) => {
      checker.check(argument, context);
      return checker.getType('bool');
    },
    evaluate: (evaluator: Evaluator, _macro: unknown, context: Context) => {
      const object = evaluator.run(operand, context);
      if (object instanceof Map) return object.has(field);
      if (typeof object === 'object' && object !== null) return Object.hasOwn(object, field);
      throw new CelError(`${field} is no field of this`);
    },
  };
}

type Entry = readonly [key: unknown, value: unknown];
type Ask = (...entry: Entry) => unknown;
type Loop = (entries: readonly Entry[], ask: Ask) => unknown;

/**
 * A loop with two variables: index and item of a list, key and value of a map. With a filter where
 * a third argument stands before the body.
 */
function loop(type: string, run: Loop): (call: Call) => object {
  return ({ ast, args: [first, second, ...rest], receiver }) => {
    const body = rest.pop();
    const [filter] = rest;
    if (first?.op !== 'id' || second?.op !== 'id' || body === undefined) {
      throw new CelError('the first two arguments must be names');
    }
    const names = [first.args as unknown as string, second.args as unknown as string] as const;
    let outer: Context | undefined;
    let inner: Context | undefined;
    return {
      ast,
      typeCheck: (checker: Checker, _macro: unknown, context: Context) => {
        const [first, second] = entryTypes(checker.check(receiver, context), checker);
        outer = context.forkWithVariable(names[0], first);
        inner = outer.forkWithVariable(names[1], second);
        if (filter !== undefined) checker.check(filter, inner);
        checker.check(body, inner);
        return checker.getType(type);
      },
      evaluate: (evaluator: Evaluator, _macro: unknown, context: Context) => {
        const askFor =
          (node: Node): Ask =>
          (key, value) => {
            const keyed = outer?.reuse(context).setIterValue(key, evaluator);
            const valued = keyed && inner?.reuse(keyed).setIterValue(value, evaluator);
            return valued && evaluator.run(node, valued);
          };
        const entries = entriesOf(evaluator.run(receiver, context));
        charge(entries.length + 1);
        const kept =
          filter === undefined
            ? entries
            : entries.filter((each) => askFor(filter)(...each) === true);
        return run(kept, askFor(body));
      },
    };
  };
}

/** The types of what a loop goes around: index and item, or key and value. */
function entryTypes({ kind, keyType, valueType }: Type, checker: Checker): [unknown, unknown] {
  const anything = checker.getType('dyn');
  const key = kind === 'list' ? checker.getType('int') : kind === 'map' ? keyType : anything;
  return [key ?? anything, valueType ?? anything];
}

function entriesOf(value: unknown): readonly Entry[] {
  if (Array.isArray(value)) return value.map((each, index) => [BigInt(index), each]);
  if (value instanceof Map) return [...value.entries()];
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  throw new CelError('neither a list nor a map');
}

/** Whether an entry has this answer; an entry that fails counts only where none has it. */
function some(entries: readonly Entry[], ask: Ask, answer: boolean): boolean {
  const failures: unknown[] = [];
  for (const each of entries) {
    try {
      if (ask(...each) === answer) return true;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return false;
}

/** A map as the library makes one of `{…}`, whose keys are texts. */
function merged(maps: readonly unknown[]): unknown {
  const entries = maps.flatMap(entriesOf);
  const all = Object.fromEntries(entries) as object;
  if (Object.keys(all).length < entries.length) throw new CelError('two entries have one key');
  return all;
}

const one: Loop = (entries, ask) => entries.filter((each) => ask(...each) === true).length === 1;

const quantifiers: Readonly<Record<string, Loop>> = {
  all: (entries, ask) => !some(entries, ask, false),
  exists: (entries, ask) => some(entries, ask, true),
  existsOne: one,
  exists_one: one,
};

const transformations: Readonly<Record<string, Loop>> = {
  transformList: (entries, ask) => entries.map((each) => ask(...each)),
  transformMap: (entries, ask) => new Map(entries.map(([key, value]) => [key, ask(key, value)])),
  transformMapEntry: (entries, ask) => merged(entries.map((each) => ask(...each))),
};

/** `optMap` and `optFlatMap`: an expression of the value, where there is one. */
function optional(wrap: (value: unknown) => unknown): (call: Call) => object {
  return ({ ast, args: [name, body], receiver }) => {
    if (name?.op !== 'id' || body === undefined) {
      throw new CelError('the first argument must be a name');
    }
    let inner: Context | undefined;
    return {
      ast,
      typeCheck: (checker: Checker, _macro: unknown, context: Context) => {
        checker.check(receiver, context);
        inner = context.forkWithVariable(name.args as unknown as string, checker.getType('dyn'));
        checker.check(body, inner);
        return checker.getType('optional');
      },
      evaluate: (evaluator: Evaluator, _macro: unknown, context: Context) => {
        const given = evaluator.run(receiver, context);
        if (!(given instanceof Optional)) throw new CelError('it needs an optional value');
        if (!given.hasValue()) return given;
        const named = inner?.reuse(context).setIterValue(given.value(), evaluator);
        return named && wrap(evaluator.run(body, named));
      },
    };
  };
}

export const macros: Library = (environment) => {
  const add = (signature: string, macro: (call: Call) => object): void => {
    environment.registerFunction(signature, macro as never);
  };
  add('hasField(ast): bool', has);
  for (const [name, run] of Object.entries(quantifiers)) {
    add(`list.${name}(ast, ast, ast): bool`, loop('bool', run));
  }
  for (const [name, run] of Object.entries(transformations)) {
    add(`list.${name}(ast, ast, ast): dyn`, loop('dyn', run));
    add(`list.${name}(ast, ast, ast, ast): dyn`, loop('dyn', run));
  }
  add(
    'optional.optMap(ast, ast): optional<dyn>',
    optional((value) => Optional.of(value)),
  );
  add(
    'optional.optFlatMap(ast, ast): optional<dyn>',
    optional((value) => value),
  );
};
