import { type Diagnostic, errorAt, type Location } from '../core/index.ts';
import { type FailingField, substituteObject, type Variables } from '../flux/index.ts';
import {
  formatObject,
  type JsonObject,
  type Manifest,
  objectId,
  type WantedLine,
} from '../kubernetes/index.ts';
import type { AppliedBuild, AppliedObjects } from './applied-objects.ts';
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
  readonly lineOf: LineOf;
}

/** Finds the line of an object or a field in a file of the source. */
export type LineOf = (file: string, wanted: WantedLine) => number | undefined;

/**
 * Makes of prepared objects what is sent to the API server: with values in place of variables, with
 * the owner's labels, in the order in which they are applied and in that of the build. One refused
 * object stops them all.
 */
export function finish(
  kustomization: Manifest,
  prepared: readonly PreparedObject[],
  { variables, scopes, applied, areSecretsHidden, lineOf }: Surroundings,
): AppliedBuild | { readonly diagnostics: readonly Diagnostic[] } {
  const spec = specOf(kustomization);
  // Of an equal list, nothing but its surroundings can be wrong.
  const isAlone = spec.postBuild === undefined && !areSecretsHidden;
  const known = isAlone ? applied.buildOf(kustomization, prepared) : undefined;
  if (known?.built.every(({ manifest }) => !lacksNamespace(manifest, scopes)) === true)
    return known;
  const diagnostics: Diagnostic[] = [];
  // What a feature gate of the controller turns off, StrictPostBuildSubstitutions, is taken as on.
  const options = { strict: true, always: spec.postBuild?.substituteStrategy === 'Always' };
  const built: ReconciledObject[] = [];
  for (const each of prepared) {
    const substituted =
      spec.postBuild === undefined
        ? { object: each.manifest }
        : substituteObject(each.manifest as JsonObject, variables, options);
    if ('problem' in substituted) {
      const { problem, field } = substituted;
      diagnostics.push(errorAt('substitution-failed', placeOf(each, lineOf, field), problem));
      continue;
    }
    for (const manifest of objectsIn(substituted.object as unknown as Manifest)) {
      const problem = problemOf(manifest, scopes);
      if (problem !== undefined) diagnostics.push({ ...problem, location: placeOf(each, lineOf) });
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
  const build = { objects, built };
  if (isAlone) applied.keepBuild(kustomization, prepared, build);
  return build;
}

function placeOf({ manifest, file }: PreparedObject, lineOf: LineOf, at?: FailingField): Location {
  const { kind, metadata } = manifest;
  const place = {
    object: formatObject(objectId(manifest)),
    ...(at !== undefined && { field: printField(at.path) }),
  };
  if (file === undefined) return place;
  const { name, namespace } = metadata;
  const line = lineOf(file, { kind, name, namespace, ...at });
  return { ...place, file, ...(line !== undefined && { line }) };
}

function printField(path: FailingField['path']): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
}

/** Why the API server, or the controller before it, would refuse an object. */
function problemOf(manifest: Manifest, scopes: Scopes): Diagnostic | undefined {
  const field = fieldWithoutText(manifest);
  if (field !== undefined) {
    const message = `metadata.${field} is no text`;
    return errorAt('refused-object', {}, message, { hint: 'Put it in quotes: "${quote}".' });
  }
  if (isRefusedSecret(manifest)) {
    const hint = 'Add decryption with provider sops to the Kustomization.';
    return errorAt('refused-object', {}, 'the Secret is ciphertext, and nothing decrypts it', {
      hint,
    });
  }
  if (lacksNamespace(manifest, scopes)) {
    const hint = 'Give it a namespace, or the Kustomization a targetNamespace.';
    return errorAt('missing-namespace', {}, 'the object has no namespace', { hint });
  }
  return undefined;
}

function lacksNamespace(manifest: Manifest, scopes: Scopes): boolean {
  const { namespace } = manifest.metadata;
  return (namespace === undefined || namespace === '') && scopes.of(manifest) === 'namespaced';
}

/** The first field of the metadata that substitution made a number or boolean of. */
function fieldWithoutText({ metadata }: Manifest): string | undefined {
  for (const field of ['name', 'namespace'] as const) {
    if (isNoText(metadata[field])) return field;
  }
  for (const field of ['labels', 'annotations'] as const) {
    const texts = metadata[field];
    for (const key in texts) if (isNoText(texts[key])) return `${field}.${key}`;
  }
  return undefined;
}

function isNoText(value: unknown): boolean {
  return value !== undefined && typeof value !== 'string';
}
