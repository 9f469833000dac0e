import { fluxKinds } from '../flux/index.ts';
import { groupOf, type JsonObject, type Manifest, valueAt } from '../kubernetes/index.ts';
import type { ObjectRef } from './stage.ts';

/** The namespace of Flux. */
export const fluxNamespace = 'flux-system';

/** The Secret from which the Kustomizations of synth read private keys (`clusterObjects` of lib/synth). */
export const decryptionSecret = 'sops-age';

export function refOf({ apiVersion, kind, metadata: { name, namespace } }: Manifest): ObjectRef {
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}

/** Whether two names are of one object: the version of its API is no part of it. */
export function isSame(one: ObjectRef, other: ObjectRef): boolean {
  return (
    groupOf(one.apiVersion) === groupOf(other.apiVersion) &&
    one.kind === other.kind &&
    one.name === other.name &&
    (one.namespace ?? '') === (other.namespace ?? '')
  );
}

/** The spec of an object; empty where it has none. */
export function specOf(manifest: Manifest): JsonObject {
  return (valueAt(manifest, 'spec') ?? {}) as JsonObject;
}

export function isOfKind(kind: keyof typeof fluxKinds): (manifest: Manifest) => boolean {
  const group = groupOf(fluxKinds[kind].apiVersion);
  return (manifest) => manifest.kind === kind && groupOf(manifest.apiVersion) === group;
}

export const isKustomization = isOfKind('Kustomization');
