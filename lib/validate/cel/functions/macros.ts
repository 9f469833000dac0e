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
  check(node: Node, context: Context): unknown;
  getType(name: string): unknown;
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
      checker.check(operand, context);
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

type Loop = (
  entries: Iterable<[unknown, unknown]>,
  ask: (key: unknown, value: unknown) => unknown,
) => unknown;

/** A loop with two variables: index and item of a list, key and value of a map. */
function loop(type: string, run: Loop): (call: Call) => object {
  return ({ ast, args: [first, second, body], receiver }) => {
    if (first?.op !== 'id' || second?.op !== 'id' || body === undefined) {
      throw new CelError('the first two arguments must be names');
    }
    const names = [first.args as unknown as string, second.args as unknown as string] as const;
    let outer: Context | undefined;
    let inner: Context | undefined;
    return {
      ast,
      typeCheck: (checker: Checker, _macro: unknown, context: Context) => {
        checker.check(receiver, context);
        outer = context.forkWithVariable(names[0], checker.getType('dyn'));
        inner = outer.forkWithVariable(names[1], checker.getType('dyn'));
        checker.check(body, inner);
        return checker.getType(type);
      },
      evaluate: (evaluator: Evaluator, _macro: unknown, context: Context) =>
        run(entriesOf(evaluator.run(receiver, context)), (key, value) => {
          const keyed = outer?.reuse(context).setIterValue(key, evaluator);
          const valued = keyed && inner?.reuse(keyed).setIterValue(value, evaluator);
          return valued && evaluator.run(body, valued);
        }),
    };
  };
}

function entriesOf(value: unknown): Iterable<[unknown, unknown]> {
  if (Array.isArray(value)) return value.map((each, index) => [BigInt(index), each]);
  if (value instanceof Map) return value.entries();
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  throw new CelError('neither a list nor a map');
}

const loops: Readonly<Record<string, readonly [string, Loop]>> = {
  all: ['bool', (entries, ask) => [...entries].every((each) => ask(...each) === true)],
  exists: ['bool', (entries, ask) => [...entries].some((each) => ask(...each) === true)],
  existsOne: [
    'bool',
    (entries, ask) => [...entries].filter((each) => ask(...each) === true).length === 1,
  ],
  transformList: ['list', (entries, ask) => [...entries].map((each) => ask(...each))],
  transformMap: [
    'map',
    (entries, ask) => new Map([...entries].map(([key, value]) => [key, ask(key, value)])),
  ],
};

export const macros: Library = (environment) => {
  environment.registerFunction('hasField(ast): bool', has as never);
  for (const [name, [type, run]] of Object.entries(loops)) {
    const result = type === 'bool' ? 'bool' : 'dyn';
    environment.registerFunction(
      `list.${name}(ast, ast, ast): ${result}`,
      loop(type, run) as never,
    );
  }
};
