import { type Manifest, objectId } from '../kubernetes/index.ts';
import { asApplied } from './apply.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { idOf, specOf } from './kustomization/spec.ts';
import type { ReconciledObject } from './state.ts';

/** What a Kustomization sends to the API server: in the order of that, and in that of the build. */
export interface AppliedBuild {
  readonly objects: readonly ReconciledObject[];
  readonly built: readonly ReconciledObject[];
}

/**
 * Makes of built objects what their owners apply. The same object of the same owner gives the same
 * one again, and the same list the same lists, so that whoever compares two trees sees at once what
 * is equal.
 */
export class AppliedObjects {
  readonly #objects = new WeakMap<Manifest, Map<string, ReconciledObject>>();
  readonly #builds = new WeakMap<readonly PreparedObject[], Map<string, AppliedBuild>>();

  /** What was made of a list before. */
  buildOf(kustomization: Manifest, prepared: readonly PreparedObject[]): AppliedBuild | undefined {
    return this.#builds.get(prepared)?.get(ownerKey(kustomization));
  }

  keepBuild(
    kustomization: Manifest,
    prepared: readonly PreparedObject[],
    build: AppliedBuild,
  ): void {
    entriesFor(this.#builds, prepared).set(ownerKey(kustomization), build);
  }

  /** @param manifest the object, substituted */
  get(kustomization: Manifest, manifest: Manifest, origin: PreparedObject): ReconciledObject {
    if (origin.sealed !== undefined) return make(kustomization, manifest, origin);
    const key = `${ownerKey(kustomization)}\n${origin.file ?? ''}`;
    const known = entriesFor(this.#objects, manifest);
    const object = known.get(key) ?? make(kustomization, manifest, origin);
    known.set(key, object);
    return object;
  }
}

/** All of a Kustomization that is written into what it applies. */
function ownerKey(kustomization: Manifest): string {
  const { commonMetadata } = specOf(kustomization);
  const id = idOf(kustomization);
  return commonMetadata === undefined ? id : `${id}\n${JSON.stringify(commonMetadata)}`;
}

function entriesFor<Key extends WeakKey, Value>(
  map: WeakMap<Key, Map<string, Value>>,
  key: Key,
): Map<string, Value> {
  const entries = map.get(key) ?? new Map<string, Value>();
  map.set(key, entries);
  return entries;
}

function make(
  kustomization: Manifest,
  manifest: Manifest,
  { file, sealed }: PreparedObject,
): ReconciledObject {
  const { name, namespace = '' } = kustomization.metadata;
  const applied = asApplied(manifest, { name, namespace }, specOf(kustomization).commonMetadata);
  return {
    id: objectId(applied),
    manifest: applied,
    ...(sealed !== undefined && { sealed }),
    ...(file !== undefined && { file }),
  };
}
