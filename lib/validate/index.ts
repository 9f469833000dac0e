/**
 * What the cluster or a controller would refuse, or accept and then break on. Takes a `ClusterState`,
 * gives findings: what is wrong, where, and what to do. It judges what is applied, after patches,
 * decryption and substitution, and speaks of what may be shown. `references/`, `hazards/` and
 * `practice/` hold one rule a file, `render/` one format a file.
 */
export type { Field } from './field.ts';
export { collectSubjects } from './collect.ts';
export { type Origin, Places, type TreeFiles } from './places.ts';
export type { PodTemplate } from './pods.ts';
export { definitionsIn } from './definitions-in.ts';
export type { Complaint, Rule, RuleSet } from './rule.ts';
export { defaultRules } from './rules.ts';
export { labelMatcher, selectorMatcher } from './selector.ts';
export type { Owner, Subject } from './subject.ts';
export type { Subjects } from './subjects.ts';
export type { Suppressed, Suppression } from './suppressions.ts';
export { filesOf, type TreeToValidate, validateTree } from './validate-tree.ts';
export {
  isKnowledge,
  validate,
  type ValidateOptions,
  type Validation,
} from './validate.ts';
export { renderValidation, type ValidationFormat } from './render/index.ts';
