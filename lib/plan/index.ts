/**
 * What Flux will do when one tree replaces another, without a cluster. Takes two `ClusterState`s
 * for each cluster, gives a `Plan`: for each object what becomes of it and who does it, the fields
 * that change, and the risks; then texts of it for people and machines. No secret value is part of
 * a plan. `decide/` knows the controllers, `compare/` fields, `rules/` risks, `stages/` safe moves.
 */
export { belowInBase, belowInHead } from './below.ts';
export { differingFields, isEqual } from './compare/index.ts';
export { heldSpecs, type Mixed, mixedOf } from './decide/late-specs.ts';
export { changesCustomObject, type RefusedBySchema } from './decide/transitions.ts';
export type { Described, Provenance } from './describe.ts';
export {
  type Action,
  type Change,
  type ClusterPlan,
  type Level,
  type MovedImage,
  type Owner,
  type Plan,
  planVersion,
  type Risk,
} from './plan.ts';
export { type ClusterPair, planCluster, type PlanOptions } from './plan-cluster.ts';
export {
  changeLines,
  countLevel,
  printed,
  published,
  diagnosticsOf,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderText,
} from './render/index.ts';
export { guarded } from './rules/index.ts';
export type { ChangeRule, Rule, Rules, SetRule, Surroundings } from './rules/index.ts';
export { objectsAtRisk, stageEdits, stagesOf, unmarkedIn, withEdits } from './stages/index.ts';
export { withForeign } from './foreign.ts';
export { withSuspensions } from './suspensions.ts';
export { revisionsIn, type StateAt, withInventories } from './inventories.ts';
