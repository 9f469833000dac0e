import { type Manifest, objectId } from '../kubernetes/index.ts';
import { asApplied } from './apply.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { idOf, specOf } from './kustomization/spec.ts';
import type { ReconciledObject } from './state.ts';

/**
 * Makes of built objects what their owners apply. The same object of the same owner gives the same
 * one again, so that whoever compares two trees sees at once what is equal.
 */
export class AppliedObjects {
  readonly #known = new WeakMap<Manifest, Map<string, ReconciledObject>>();

  /** @param manifest the object, substituted */
  get(kustomization: Manifest, manifest: Manifest, origin: PreparedObject): ReconciledObject {
    if (origin.sealed !== undefined) return make(kustomization, manifest, origin);
    const { commonMetadata } = specOf(kustomization);
    const key = [idOf(kustomization), origin.file ?? '', JSON.stringify(commonMetadata)].join('\n');
    const known = this.#known.get(manifest) ?? new Map<string, ReconciledObject>();
    this.#known.set(manifest, known);
    const object = known.get(key) ?? make(kustomization, manifest, origin);
    known.set(key, object);
    return object;
  }
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
