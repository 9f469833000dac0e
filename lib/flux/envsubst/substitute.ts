import { fromBytes, toBytes } from './bytes.ts';
import { apply, hasDefault } from './functions.ts';
import { type Expression, parse, type Part } from './parse.ts';

/** Why substitution fails. */
export interface SubstitutionProblem {
  /** In the words of the controller. Holds no value, but may name a variable. */
  readonly problem: string;
  /** Where in the text the expression begins. */
  readonly offset?: number;
  /** The variable that is not set. */
  readonly variable?: string;
}

export interface SubstitutionOptions {
  /**
   * Whether a variable that is not set, and has no default in its expression, is an error; it is
   * in the controller, unless its feature gate StrictPostBuildSubstitutions is off. Else it is
   * empty.
   */
  readonly strict: boolean;
}

class Failed extends Error {
  readonly variable: string | undefined;

  constructor(problem: string, variable?: string) {
    super(problem);
    this.variable = variable;
  }
}

/**
 * Replaces variables as Flux's envsubst does (github.com/fluxcd/pkg/envsubst v1.7.1).
 *
 * @param lookup the value of a variable; undefined if it is not set
 */
export function substitute(
  text: string,
  lookup: (name: string) => string | undefined,
  { strict }: SubstitutionOptions,
): { readonly text: string } | SubstitutionProblem {
  const parts = parse(text);
  if ('problem' in parts) return parts;

  function evaluate(part: Part): string {
    return typeof part === 'string' ? toBytes(part) : evaluateExpression(part);
  }

  function evaluateExpression({ variable, operator, operands }: Expression): string {
    const values = operands.map(evaluate);
    const value = lookup(variable);
    if (value === undefined && strict && !hasDefault(operator)) {
      throw new Failed(`variable not set (strict mode): ${JSON.stringify(variable)}`, variable);
    }
    const result = apply(operator, toBytes(value ?? ''), values);
    if (result === undefined) throw new Failed('slice bounds out of range');
    return result;
  }

  try {
    const out = fromBytes(parts.map(evaluate).join(''));
    return out === undefined
      ? { problem: 'half a character is left, which is no UTF-8' }
      : { text: out };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const { message: problem, variable } = error;
    return variable === undefined ? { problem } : { problem, variable };
  }
}
