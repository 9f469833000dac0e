import { Environment } from '@marcbachmann/cel-js';
import type { RuleSource } from '../schema/node.ts';
import { countLoops, reasonOfEnd, startCounting } from './cost.ts';
import { libraries, optional } from './functions/index.ts';
import { hasCode, inCode } from './source.ts';

/** Longer than any rule; a parse takes time for each character. */
const longest = 50_000;

/** Functions and syntax of Kubernetes that the library does not have, or not all of. */
const beyond =
  /[{[,]\s*\?|[\w)]\s*\{|\b(?:distinct|existsOne|first|flatten|last|ofNonZeroValue|range|reverse|slice|sort|sortBy|unwrap|unwrapOpt)\s*\(/;

/** A macro of the library that Kubernetes does not have. */
const bind = /\bcel\s*\.\s*bind\s*\(/;

/**
 * Why there is no answer: the API server has none either (`cel`), a limit of our own ended it
 * (`unjudged`), or the library does not know what Kubernetes does (`unknown`).
 */
export interface Failure {
  readonly error: string;
  readonly kind: 'cel' | 'unjudged' | 'unknown';
}

/** What a rule says: true, false, or why it could not say. */
export type Outcome = boolean | Failure;

/** A rule of a CRD, ready to be asked. */
export interface Rule {
  readonly source: RuleSource;
  /** Whether it compares with what was before. */
  readonly isTransition: boolean;
  /** Why it cannot be asked at all. */
  readonly broken?: Failure;
  /** @param oldSelf undefined where there was nothing before */
  ask(self: unknown, oldSelf: unknown): Outcome;
  /** What a person is told where it says false. */
  message(self: unknown, oldSelf: unknown): string;
}

type Parsed = ((context: object) => unknown) & { readonly ast: object };

const environments = new Map<boolean, Environment>();

/** With functions, and `oldSelf` as a value or as an optional one. Made when the first rule is met. */
function environment(isOptional: boolean): Environment {
  const known = environments.get(isOptional);
  if (known !== undefined) return known;
  const made = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  for (const library of libraries) library(made);
  made.registerVariable('self', 'dyn');
  made.registerVariable('oldSelf', isOptional ? 'optional<dyn>' : 'dyn');
  environments.set(isOptional, made);
  return made;
}

const typed = new Map<boolean, Environment>();

/**
 * One in which types of one's own can be declared.
 *
 * @param isMixed whether the items of one list that is written out may have several types
 */
export function typedEnvironment(isMixed: boolean): Environment {
  const known = typed.get(isMixed);
  if (known !== undefined) return known.clone();
  const made = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: !isMixed,
  });
  for (const library of libraries) library(made);
  typed.set(isMixed, made);
  return made.clone();
}

const rules = new WeakMap<RuleSource, Rule>();

export function ruleOf(source: RuleSource): Rule {
  const known = rules.get(source);
  if (known !== undefined) return known;
  const rule = compile(source);
  rules.set(source, rule);
  return rule;
}

function compile(source: RuleSource): Rule {
  const isOptional = source.optionalOldSelf === true;
  const { rule, messageExpression } = source;
  const asked = parse(rule, 'bool', isOptional);
  const told =
    (messageExpression ?? '') === '' ? undefined : parse(messageExpression, 'string', isOptional);
  const context = (self: unknown, oldSelf: unknown): object => ({
    self,
    oldSelf: isOptional ? optional(oldSelf) : (oldSelf ?? null),
  });
  const failures = [asked, told].filter((each) => isFailure(each));
  // Words that cannot be made are no reason not to ask.
  const broken = failures.find((each) => each === asked || each.kind !== 'unknown');
  return {
    source,
    isTransition: hasCode(rule, /\boldSelf\b/),
    ...(broken !== undefined && { broken }),
    ask: (self, oldSelf) => {
      if (isFailure(asked)) return asked;
      const answer = evaluate(asked, rule, context(self, oldSelf));
      return isFailure(answer) ? answer : answer === true;
    },
    message: (self, oldSelf) => {
      const text =
        typeof told === 'function' ? evaluate(told, '', context(self, oldSelf)) : undefined;
      if (typeof text === 'string' && text.trim() !== '' && !text.includes('\n'))
        return text.trim();
      return source.message?.trim() ?? `must satisfy ${rule.trim()}`;
    },
  };
}

/** The expression, or why it does not compile. */
function parse(expression: unknown, type: string, isOptional: boolean): Parsed | Failure {
  if (typeof expression !== 'string') return { error: 'is no text', kind: 'cel' };
  const parsed = compiled(environment(isOptional), expression, type);
  if (!isFailure(parsed)) countLoops(parsed.ast);
  return parsed;
}

/** Why an expression does not compile in an environment, or gives another type. */
export function problemIn(
  environment: Environment,
  expression: string,
  type: string,
): Failure | undefined {
  const parsed = compiled(environment, expression, type);
  return isFailure(parsed) ? parsed : undefined;
}

function compiled(environment: Environment, expression: string, type: string): Parsed | Failure {
  if (expression.length > longest) return { error: 'is too long', kind: 'unjudged' };
  if (hasCode(expression, bind)) return { error: 'Unknown variable: cel', kind: 'cel' };
  try {
    const parsed = environment.parse(inCode(expression, renamed));
    const checked = parsed.check();
    if (!checked.valid) return failure(checked.error, expression);
    if (checked.type !== type && checked.type !== 'dyn')
      return { error: `gives ${named(checked.type ?? '')}, not ${type}`, kind: 'cel' };
    return parsed as Parsed;
  } catch (error) {
    return failure(error, expression);
  }
}

function failure(error: unknown, expression: string): Failure {
  return { error: firstLine(error), kind: hasCode(expression, beyond) ? 'unknown' : 'cel' };
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'error' in value && 'kind' in value;
}

/** The library's own `matches` may take forever, and its own `has` takes less than CEL's. */
function renamed(code: string): string {
  return code.replace(/\bmatches(?=\s*\()/g, 'goMatches').replace(/\bhas(?=\s*\()/g, 'hasField');
}

function evaluate(parsed: Parsed, expression: string, context: object): unknown {
  startCounting();
  try {
    return parsed(context);
  } catch (error) {
    const ended = reasonOfEnd();
    return ended === undefined ? failure(error, expression) : { error: ended, kind: 'unjudged' };
  }
}

/** What is wrong, without the excerpt of the expression that follows. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return named(message.split('\n')[0] ?? '')
    .replaceAll('goMatches', 'matches')
    .replaceAll('hasField', 'has');
}

/** Types of objects have no names that anybody knows. */
function named(text: string): string {
  return text.replace(/\bObject\d+\b/g, 'object');
}

/** Why a text is no expression at all, whatever it names and as far as the library knows. */
export function syntaxProblem(expression: string): string | undefined {
  if (hasCode(expression, beyond)) return undefined;
  if (hasCode(expression, bind)) return 'Unknown variable: cel';
  try {
    environment(false).parse(inCode(expression, renamed));
    return undefined;
  } catch (error) {
    return firstLine(error);
  }
}
