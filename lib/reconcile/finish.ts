import { type Diagnostic, errorAt } from '../core/index.ts';
import { substituteObject, type Variables } from '../flux/index.ts';
import { formatObject, type JsonObject, type Manifest, objectId } from '../kubernetes/index.ts';
import type { AppliedObjects } from './applied-objects.ts';
import { compareApplied, objectsIn } from './apply.ts';
import { isRefusedSecret } from './decrypt.ts';
import type { PreparedObject } from './kustomization/node.ts';
import { specOf } from './kustomization/spec.ts';
import type { Scopes } from './scope.ts';
import type { ReconciledObject } from './state.ts';

/**
 * Makes of prepared objects what is sent to the API server: with values in place of variables, with
 * the owner's labels, in the order in which they are applied. One refused object stops them all.
 */
export function finish(
  kustomization: Manifest,
  prepared: readonly PreparedObject[],
  { variables, secret }: { readonly variables: Variables; readonly secret: ReadonlySet<string> },
  scopes: Scopes,
  applied: AppliedObjects,
):
  | { readonly objects: readonly ReconciledObject[] }
  | { readonly diagnostics: readonly Diagnostic[] } {
  const spec = specOf(kustomization);
  const diagnostics: Diagnostic[] = [];
  // What a feature gate of the controller turns off, StrictPostBuildSubstitutions, is taken as on.
  const options = { strict: true, always: spec.postBuild?.substituteStrategy === 'Always' };
  const disguises = new Map(variables);
  for (const key of secret) if (disguises.has(key)) disguises.set(key, disguise);
  const objects: ReconciledObject[] = [];
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
    const disguised =
      secret.size === 0
        ? undefined
        : substituteObject(each.manifest as JsonObject, disguises, options);
    const others = disguised && 'object' in disguised ? listed(disguised.object) : [];
    for (const [index, manifest] of listed(substituted.object).entries()) {
      const problem = problemOf(manifest, scopes);
      if (problem !== undefined) diagnostics.push({ ...problem, location: place });
      else {
        const shown = disguised && (others[index] ?? hiddenWhole(manifest));
        objects.push(applied.get(kustomization, manifest, each, shown));
      }
    }
  }
  if (diagnostics.length > 0) return { diagnostics };
  objects.sort((a, b) => compareApplied(a.manifest, b.manifest));
  return { objects };
}

/** What stands for a secret in a disguised object: text that is text in every place of YAML. */
const disguise = 'secret';

function listed(object: JsonObject | Manifest): readonly Manifest[] {
  return objectsIn(object as unknown as Manifest);
}

/** Of an object that cannot be disguised part by part, all is taken for secret but what it is. */
function hiddenWhole({ apiVersion, kind, metadata }: Manifest): Manifest {
  return { apiVersion, kind, metadata: { name: metadata.name } };
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
