/**
 * From a cluster's entry to the stages that bring an empty cluster to it. Takes what synth wrote, what
 * installs Flux, and secrets as values that it does not look into; gives the stages, as data. Whoever applies
 * them brings the side effects.
 */
export { entryOf, type Sync, syncOf } from './entry.ts';
export { identityObject, identityRef } from './identity.ts';
export type { BootstrapInput } from './input.ts';
export { decryptionSecret, fluxNamespace, refOf } from './objects.ts';
export { publishedHosts } from './known-hosts.ts';
export { checkOwnership, checkVersion, telltales } from './preflight.ts';
export { type NotReady, whyNotReady } from './readiness.ts';
export { formatRight, type Right, rightsFor } from './rights.ts';
export { masked, SecretText } from './secret-text.ts';
export { knownHostName, type SourceAddress, sourceAddress } from './source-address.ts';
export {
  type ObjectRef,
  type ReadyCheck,
  type Stage,
  type StageId,
  type StageObject,
} from './stage.ts';
export { registryKey, stages } from './stages.ts';
