import type { JsonObject } from '../../../kubernetes/index.ts';
import { typeProblem } from '../../cel/index.ts';
import { schemaAt } from './schema-paths.ts';
import type { RuleSource } from '../node.ts';
import type { Report } from './rules.ts';
import { isGiven, listOf, mapOf, oneOf, textOf } from './values.ts';

/** Rules of one definition that are compiled; those that follow are not looked at. */
const mostRules = 10_000;

/** Where a schema stands. */
export interface Standing {
  /** Whether it is that of a whole object. */
  readonly isObject: boolean;
  /** Whether an item of a list stands above it that has no key, so that nobody knows what it was. */
  readonly isUncorrelated: boolean;
  readonly count: { rules: number };
}

const reasons = oneOf(
  ...['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'],
);

/** The rules in CEL of a schema, which the API server compiles (`x-kubernetes-validations`). */
export function checkValidations(schema: JsonObject, standing: Standing, report: Report): void {
  for (const [index, each] of listOf(schema['x-kubernetes-validations']).map(mapOf).entries()) {
    const place = ['x-kubernetes-validations', index];
    standing.count.rules += 1;
    if (standing.count.rules > mostRules) return;
    if (textOf(each['rule']).trim() === '') {
      report('needs the field rule', place, 'missing-field');
      continue;
    }
    const at: Report = (message, path = [], kind) => report(message, [...place, ...path], kind);
    words(each, at);
    const { reason, fieldPath } = each;
    if (isGiven(reason)) reasons(reason ?? '', (message) => at(message, ['reason']));
    if (textOf(fieldPath) !== '' && schemaAt(schema, textOf(fieldPath)) === undefined)
      at('is no path to a field of this schema', ['fieldPath']);
    compiles(each, schema, standing, at);
  }
}

function words(rule: JsonObject, report: Report): void {
  const { message } = rule;
  if (isGiven(message) && textOf(message) !== '') {
    if (textOf(message).trim() === '') report('must not be empty', ['message']);
    else if (/[\n\r]/.test(textOf(message).trim())) report('must be one line', ['message']);
  } else if (
    textOf(rule['rule']).trim().includes('\n') &&
    textOf(rule['messageExpression']) === ''
  ) {
    report('needs a message, since the rule has several lines', [], 'missing-field');
  }
}

function compiles(
  rule: JsonObject,
  schema: JsonObject,
  { isObject, isUncorrelated }: Standing,
  report: Report,
): void {
  const found = typeProblem(rule as unknown as RuleSource, schema, isObject);
  const usesOld = /\boldSelf\b/.test(textOf(rule['rule']));
  if (found === undefined) {
    if (usesOld && isUncorrelated)
      report(
        'must not use oldSelf, since what an item was is known in lists of the type map alone',
        ['rule'],
      );
    if (isGiven(rule['optionalOldSelf']) && !usesOld)
      report('is for rules that use oldSelf', ['optionalOldSelf']);
    return;
  }
  const { problem, of } = found;
  if (problem.kind === 'unjudged')
    report(`was not compiled: it ${problem.error}`, [of], 'unjudged');
  else if (problem.kind === 'cel') report(`does not compile: ${problem.error}`, [of], 'cel');
}
