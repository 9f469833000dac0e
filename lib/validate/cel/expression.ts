import type { Environment } from '@marcbachmann/cel-js';
import { problemIn, typedEnvironment } from './rule.ts';
import { hasCode } from './source.ts';

const environments = new Map<string, Environment>();

/**
 * Why an expression is none that gives a type, with values of any type by these names. Undefined where
 * that is not known: of what builds objects, and of what asks for permissions.
 */
export function expressionProblem(
  expression: string,
  type: 'bool' | 'string' | 'dyn',
  names: readonly string[],
): string | undefined {
  if (hasCode(expression, /\bauthorizer\b/)) return undefined;
  const isMixed = hasCode(expression, /\.\s*format\s*\(/);
  const key = [isMixed, ...names].join(' ');
  const environment = environments.get(key) ?? typedEnvironment(isMixed);
  if (!environments.has(key)) {
    for (const name of names) environment.registerVariable(name, 'dyn');
    environments.set(key, environment);
  }
  const problem = problemIn(environment, expression, type);
  return problem?.kind === 'cel' ? problem.error : undefined;
}
