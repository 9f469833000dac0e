import type { ChangeRule, Rule } from './rule.ts';

/** A team's own rule, whose errors are told at the changes that it was asked about, and end nothing. */
export function guarded(rule: ChangeRule): Rule {
  const thrown = (error: unknown): string =>
    // Its message may hold what the rule looked at.
    `the rule ${rule.code} threw ${error instanceof Error ? error.name : 'an error'}`;
  return {
    ...rule,
    matches: (change, around) => {
      try {
        return rule.matches(change, around);
      } catch {
        return true;
      }
    },
    explain: (change, around) => {
      try {
        return rule.matches(change, around) ? rule.explain(change, around) : '';
      } catch (error) {
        return thrown(error);
      }
    },
  };
}
