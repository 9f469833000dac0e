import { type Diagnostic, errorAt } from '../core/index.ts';
import { substituteObject, type Variables } from '../flux/index.ts';
import { formatObject, type JsonObject, type Manifest, objectId } from '../kubernetes/index.ts';
import type { AppliedObjects } from './applied-objects.ts';
import { compareApplied, objectsIn } from './apply.ts';
import { isRefusedSecret } from './decrypt.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { specOf } from './kustomization/spec.ts';
import type { Scopes } from './scope.ts';
import { maskSecret } from './secrets/mask.ts';
import type { ReconciledObject } from './state.ts';

/** What finishing takes beside the objects. */
export interface Surroundings {
  readonly variables: Variables;
  readonly scopes: Scopes;
  readonly applied: AppliedObjects;
  /** Whether placeholders stand for what Secrets hold. */
  readonly areSecretsHidden: boolean;
}

/**
 * Makes of prepared objects what is sent to the API server: with values in place of variables, with
 * the owner's labels, in the order in which they are applied and in that of the build. One refused
 * object stops them all.
 */
export function finish(
  kustomization: Manifest,
  prepared: readonly PreparedObject[],
  { variables, scopes, applied, areSecretsHidden }: Surroundings,
):
  | { readonly objects: readonly ReconciledObject[]; readonly built: readonly ReconciledObject[] }
  | { readonly diagnostics: readonly Diagnostic[] } {
  const spec = specOf(kustomization);
  const diagnostics: Diagnostic[] = [];
  // What a feature gate of the controller turns off, StrictPostBuildSubstitutions, is taken as on.
  const options = { strict: true, always: spec.postBuild?.substituteStrategy === 'Always' };
  const built: ReconciledObject[] = [];
  for (const each of prepared) {
    const place = placeOf(each);
    const substituted =
      spec.postBuild === undefined
        ? { object: each.manifest }
        : substituteObject(each.manifest as JsonObject, variables, options);
    if ('problem' in substituted) {
      diagnostics.push(errorAt('substitution-failed', place, substituted.problem));
      continue;
    }
    for (const manifest of objectsIn(substituted.object as unknown as Manifest)) {
      const problem = problemOf(manifest, scopes);
      if (problem !== undefined) diagnostics.push({ ...problem, location: place });
      else {
        const isHidden = areSecretsHidden && manifest.kind === 'Secret';
        const object = applied.get(kustomization, isHidden ? maskSecret(manifest) : manifest, each);
        const isSame = substituted.object === each.manifest;
        built.push(isSame ? object : { ...object, unsubstituted: each.manifest });
      }
    }
  }
  if (diagnostics.length > 0) return { diagnostics };
  const objects = built.toSorted((a, b) => compareApplied(a.manifest, b.manifest));
  return { objects, built };
}

function placeOf({ manifest, file }: PreparedObject): Diagnostic['location'] {
  const object = formatObject(objectId(manifest));
  return file === undefined ? { object } : { object, file };
}

/** Why the API server, or the controller before it, would refuse an object. */
function problemOf(manifest: Manifest, scopes: Scopes): Diagnostic | undefined {
  const { name, namespace, labels, annotations } = manifest.metadata;
  const wrong = [
    ...Object.entries({ name, namespace }).map(([key, value]) => [key, value] as const),
    ...Object.entries(labels ?? {}).map(([key, value]) => [`labels.${key}`, value] as const),
    ...Object.entries(annotations ?? {}).map(
      ([key, value]) => [`annotations.${key}`, value] as const,
    ),
  ].find(([, value]) => value !== undefined && typeof value !== 'string');
  if (wrong !== undefined) {
    const message = `metadata.${wrong[0]} is no text`;
    return errorAt('refused-object', {}, message, { hint: 'Put it in quotes: "${quote}".' });
  }
  if (isRefusedSecret(manifest)) {
    const hint = 'Add decryption with provider sops to the Kustomization.';
    return errorAt('refused-object', {}, 'the Secret is ciphertext, and nothing decrypts it', {
      hint,
    });
  }
  if ((namespace === undefined || namespace === '') && scopes.of(manifest) === 'namespaced') {
    const hint = 'Give it a namespace, or the Kustomization a targetNamespace.';
    return errorAt('missing-namespace', {}, 'the object has no namespace', { hint });
  }
  return undefined;
}
