/**
 * Rules in CEL that CRDs state (`x-kubernetes-validations`): compiled once, asked of each object.
 * The library behind it and what is changed about it: docs/decisions, "A library for CEL".
 */
import type { JsonValue } from '../../kubernetes/index.ts';
import type { RuleSource } from '../schema/node.ts';
import type { Path } from '../path.ts';
import type { SchemaProblem } from '../schema/problem.ts';
import type { RuledPlace } from '../schema/walk.ts';
import { type Rule, ruleOf } from './rule.ts';

export { typeProblem } from './types.ts';
export { syntaxProblem } from './rule.ts';
import { toCel } from './values.ts';

export type RuleProblem = Pick<SchemaProblem, 'message'> & { readonly kind: 'cel' | 'unjudged' };

/** A place and what was there before. */
export interface ChangedPlace extends RuledPlace {
  /** Undefined where nothing was, or nothing that is the same item. */
  readonly old: JsonValue | undefined;
}

/** What the rules of these places refuse, for objects that are new. */
export function checkRules(places: readonly RuledPlace[]): readonly SchemaProblem[] {
  return places.flatMap((place) =>
    ask({ ...place, old: undefined }, ({ isTransition, source }) => {
      return !isTransition || source.optionalOldSelf === true;
    }),
  );
}

/** What the rules that compare with the old object refuse. */
export function checkTransitions(places: readonly ChangedPlace[]): readonly SchemaProblem[] {
  return places.flatMap((place) =>
    ask(place, ({ isTransition, source }) => {
      return isTransition && (place.old !== undefined || source.optionalOldSelf === true);
    }),
  );
}

/** Why a rule does not compile, or was not compiled (`unjudged`). Undefined where that is not known. */
export function ruleProblem(source: RuleSource): RuleProblem | undefined {
  const { broken } = ruleOf(source);
  if (broken === undefined || broken.kind === 'unknown') return undefined;
  return { message: broken.error, kind: broken.kind };
}

function ask(place: ChangedPlace, isAsked: (rule: Rule) => boolean): SchemaProblem[] {
  const rules = place.node.validations
    .map(ruleOf)
    .filter((rule) => rule.broken === undefined && isAsked(rule));
  if (rules.length === 0) return [];
  const self = toCel(place.node, place.value);
  const oldSelf = place.old === undefined ? undefined : toCel(place.node, place.old);
  return rules.flatMap((rule): SchemaProblem[] => {
    const outcome = rule.ask(self, oldSelf);
    const path = [...place.path, ...fieldPath(rule.source)];
    if (outcome === true) return [];
    if (outcome === false) return [{ path, message: rule.message(self, oldSelf), kind: 'cel' }];
    const { error, kind } = outcome;
    if (kind === 'unknown') return [];
    const message = `cannot be judged by the rule ${rule.source.rule.trim()}: ${error}`;
    return [{ path, message, kind }];
  });
}

/** `.spec.name` and `.spec['a-b']` of a rule, below its own place. */
function fieldPath({ fieldPath: text = '' }: RuleSource): Path {
  return [...text.matchAll(/\.([^.[\]]+)|\['([^']*)'\]/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? '',
  );
}
