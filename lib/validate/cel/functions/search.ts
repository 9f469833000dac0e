import { goRegExp } from '../../../sops/index.ts';
import { charge, giveUp } from '../cost.ts';
import { searchable } from './expression.ts';

/** Steps of one search, as many as take a fraction of a second. */
const mostSteps = 100_000_000;
const stepsOfIteration = 1000;

/** Rules hold few patterns, and ask each of many texts. */
const known = new Map<string, ReturnType<typeof goRegExp>>();
const mostKnown = 1000;

function compiled(pattern: string): { test(text: string): boolean } {
  const found = known.get(pattern) ?? goRegExp(pattern);
  if (known.size >= mostKnown) known.clear();
  known.set(pattern, found);
  if ('problem' in found) giveUp(`a regular expression cannot be read: ${found.problem}`);
  return found.regexp;
}

export function matches(text: string, pattern: string): boolean {
  charge(1 + text.length / 4);
  return compiled(pattern).test(text);
}

/** The matches of a pattern from left to right, at each place the one that Go prefers. */
export function find(text: string, pattern: string, most: number): string[] {
  if (!matches(text, pattern)) return [];
  const expression = searchable(pattern);
  if (expression === undefined) giveUp('a regular expression is not searched for here');
  const steps = expression.steps(text.length + 1);
  if (steps > mostSteps) giveUp('a text is too long to be searched');
  charge(steps / stepsOfIteration);
  const found: string[] = [];
  let end = -1;
  for (const { 0: match, index } of text.matchAll(expression.regexp)) {
    if (found.length >= most) break;
    // Go leaves out an empty match behind another one.
    if (match === '' && index === end) continue;
    found.push(match);
    end = index + match.length;
  }
  return found;
}
