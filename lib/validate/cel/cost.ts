/** Counts what a rule iterates over, so that one that would not end does. */

/** Iterations of one rule; the API server estimates, and refuses such a CRD. */
const mostIterations = 1_000_000;

/** Says that a rule was ended here, though the API server might go on. */
class GivenUp extends Error {}

let left = mostIterations;
let reason: string | undefined;

export function startCounting(): void {
  left = mostIterations;
  reason = undefined;
}

/** Why the rule that was asked last was ended, or undefined. */
export function reasonOfEnd(): string | undefined {
  return reason;
}

/** Takes so many iterations from those that the rule has left, before they begin. */
export function charge(iterations: number): void {
  left -= iterations;
  // A loop around this one goes on where an item fails; it has said its length, so it ends.
  if (left < 0) giveUp('it goes on for too long');
}

/** Ends the rule without an answer. */
export function giveUp(why: string): never {
  reason = why;
  throw new GivenUp(why);
}

type Evaluate = (evaluator: Evaluator, node: AstNode, context: unknown) => unknown;

interface Evaluator {
  run(node: AstNode, context: unknown): unknown;
}

/** What is used of a parsed expression of the library; see the decision on CEL. */
interface AstNode {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly macro?: object; readonly alternate?: AstNode };
  setMeta(key: 'evaluate', value: Evaluate): unknown;
  handle(items: unknown, args: unknown, evaluator: Evaluator, context: unknown): unknown;
}

/** Makes every loop of a checked expression say how long it is before it begins. */
export function countLoops(ast: object): void {
  visit(ast, new Set());
}

function visit(value: unknown, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const each of value) visit(each, seen);
    return;
  }
  if (!isNode(value)) {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      for (const each of Object.values(value)) visit(each, seen);
    }
    return;
  }
  visit(value.args, seen);
  visit(value.meta.macro, seen);
  visit(value.meta.alternate, seen);
  if (value.op === 'comprehension') count(value);
}

function count(loop: AstNode): void {
  const args = loop.args as { readonly iterable: AstNode };
  loop.setMeta('evaluate', (evaluator, node, context) => {
    const items = evaluator.run(args.iterable, context);
    charge(sizeOf(items));
    return node.handle(items, args, evaluator, context);
  });
}

function sizeOf(items: unknown): number {
  if (Array.isArray(items)) return items.length + 1;
  if (items instanceof Map || items instanceof Set) return items.size + 1;
  return typeof items === 'object' && items !== null ? Object.keys(items).length + 1 : 1;
}

function isNode(value: object): value is AstNode {
  return 'op' in value && 'args' in value && 'meta' in value;
}
