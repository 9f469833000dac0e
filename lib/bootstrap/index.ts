/**
 * From a cluster's entry to the stages that bring an empty cluster to it. Takes what synth wrote, what
 * installs Flux, and secrets as values that it does not look into; gives the stages, as data. Whoever applies
 * them brings the side effects.
 */
export { entryOf, type Sync, syncOf } from './entry.ts';
export { identityObject, identityRef } from './identity.ts';
export type { BootstrapInput } from './input.ts';
export { decryptionSecret, fluxNamespace } from './objects.ts';
export { type NotReady, whyNotReady } from './readiness.ts';
export { masked, SecretText } from './secret-text.ts';
export {
  type ObjectRef,
  type ReadyCheck,
  type Stage,
  type StageId,
  type StageObject,
  stageIds,
} from './stage.ts';
export { stages } from './stages.ts';
