/**
 * Kubernetes objects as data. Takes values, gives `Manifest`s, their identity, the order and
 * scope that Kubernetes and Flux give them, and their YAML. `facts/` is data only.
 */
export { lastApplied } from './facts/annotations.ts';
export { compareApplyOrder } from './facts/apply-order.ts';
export { builtinApis } from './facts/builtin-kinds.ts';
export { dataKinds } from './facts/data-kinds.ts';
export { type ImmutableFields, immutableFields } from './facts/immutable-fields.ts';
export { listKeyDefaults, listKeys } from './facts/list-keys.ts';
export { systemNamespaces } from './facts/namespaces.ts';
export { rbacKinds } from './facts/rbac.ts';
export { clusterKinds, namespacedKinds } from './facts/builtin-kinds.ts';
export { type Scope, scopeOf } from './facts/scope.ts';
export type { SecretShape } from './facts/secret-shape.ts';
export { secretShapes } from './facts/secret-shapes.ts';
export {
  formatObject,
  groupOf,
  type JsonObject,
  type JsonValue,
  kindKey,
  type Manifest,
  type ManifestMetadata,
  type ObjectId,
  objectId,
} from './manifest.ts';
export { isDnsLabel, nameProblem } from './names.ts';
export { isList, isMap, listAt, textAt, valueAt } from './value.ts';
export { emitYaml } from './yaml/emit.ts';
export { emitText } from './yaml/scalar.ts';
export { ObjectLines, type WantedLine } from './yaml/line-of.ts';
export { readBlockYaml } from './yaml/read-block.ts';
export { cutLastBreak } from './yaml/last-break.ts';
export { duplicateKeyIn } from './yaml/duplicate-key.ts';
export { type ReadYaml, readYaml, type YamlProblem } from './yaml/read.ts';
