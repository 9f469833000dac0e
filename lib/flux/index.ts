/**
 * What Flux means: its API, the labels and annotations by which objects speak to it, how it
 * substitutes variables and how it names objects in an inventory. Takes and gives values.
 */
export { fluxAnnotations, watchLabel } from './annotations.ts';
export * from './api/index.ts';
export {
  type ObjectSubstitutionOptions,
  optsOutOfSubstitution,
  substituteObject,
  substitutionVariables,
  type Variables,
} from './envsubst/object.ts';
export type { FailingField } from './envsubst/failing-field.ts';
export { matchesName } from './envsubst/pattern.ts';
export {
  substitute,
  type SubstitutionOptions,
  type SubstitutionProblem,
} from './envsubst/substitute.ts';
export { inventoryId, parseInventoryId } from './inventory.ts';
export { type ReleaseNaming, releaseNameOf } from './release-name.ts';
export {
  asString,
  escapeSubstitution,
  isVariableName,
  quoteVariable,
  variableReference,
} from './substitution.ts';
export { webhookPath } from './webhook-path.ts';
export { printGoFloat } from './go-yaml/float.ts';
export { readGoYaml } from './go-yaml/read.ts';
export { splitGoYaml } from './go-yaml/split.ts';
export { writeGoYaml } from './go-yaml/write.ts';
