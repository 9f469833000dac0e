import { type EncryptedSecret, isEncryptedSecret } from '../../constructs/index.ts';
import { type Diagnostic, errorAt, type Location } from '../../core/index.ts';
import type { ProviderSpec, ReceiverSpec } from '../../flux/index.ts';
import {
  formatObject,
  type JsonObject,
  type JsonValue,
  type Manifest,
  objectId,
} from '../../kubernetes/index.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';

/** A key of a Secret that an object names. */
interface Reference {
  readonly secret: string;
  readonly key: string;
  readonly field: string;
}

/**
 * Reports keys that the encrypted Secrets of an app do not have, where the program names them:
 * through the construct, or in an object of the app. What is optional may be missing.
 */
export function checkSecretKeys(
  objects: readonly RenderedObject[],
  report: (diagnostic: Diagnostic) => void,
): void {
  const secrets = objects.filter(({ construct }) => isEncryptedSecret(construct));
  if (secrets.length === 0) return;
  const reported = new Set<string>();
  const check = ({ manifest, sealed }: RenderedObject, key: string, at: Location): void => {
    if (sealed === undefined || sealed.keys.has(key)) return;
    const name = formatObject(objectId(manifest));
    const hint = `It has: ${[...sealed.keys].sort().join(', ')}.`;
    report(errorAt('unknown-secret-key', at, `${name} has no key ${key}`, { hint }));
  };
  for (const secret of secrets) {
    const construct = secret.construct as EncryptedSecret;
    for (const { key, place } of construct.namedKeys) {
      check(secret, key, { ...locate(construct), ...place });
      reported.add(JSON.stringify([secret.manifest.metadata.name, key]));
    }
  }
  for (const { manifest, construct } of objects) {
    const { namespace } = manifest.metadata;
    const references = referencesIn(manifest as unknown as JsonObject, namespace, '');
    for (const reference of [...references, ...tokensOf(manifest)]) {
      // What came from the construct is reported where the program says it.
      if (reported.has(JSON.stringify([reference.secret, reference.key]))) continue;
      const secret = secrets.find(
        ({ manifest: { metadata } }) =>
          metadata.name === reference.secret && metadata.namespace === namespace,
      );
      if (secret) check(secret, reference.key, { ...locate(construct), field: reference.field });
    }
  }
}

/**
 * The keys of Secrets that an object names, as Kubernetes does for variables and volumes (k8s.io/api
 * v0.36.3, core/v1/types.go: SecretKeySelector, SecretVolumeSource, SecretProjection) and Flux
 * for Helm values (helm-controller v1.6.4, docs/spec/v2/helmreleases.md, "Values references").
 */
function* referencesIn(
  value: JsonValue,
  namespace: string | undefined,
  field: string,
): Generator<Reference> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      yield* referencesIn(item, namespace, `${field}[${String(index)}]`);
    }
    return;
  }
  for (const [name, item] of Object.entries(value as JsonObject)) {
    const path = field === '' ? name : `${field}.${name}`;
    yield* referencesIn(item, namespace, path);
    if (typeof item !== 'object' || item === null) continue;
    const map = item as JsonObject;
    if (map['optional'] === true || (map['namespace'] ?? namespace) !== namespace) continue;
    if (name === 'secretKeyRef') yield* reference(map['name'], map['key'], path);
    else if (name === 'secret') yield* itemsOf(map, path);
    else if (name === 'valuesFrom') yield* valuesOf(item, path);
  }
}

/**
 * The keys that notification-controller asks for (api v1.9.4: v1/receiver_types.go, `SecretRef`;
 * docs/spec/v1beta3/providers.md, "GitLab"). GitHub also takes the keys of an App.
 */
function* tokensOf({ apiVersion, kind, spec }: Manifest): Generator<Reference> {
  if (!apiVersion.startsWith('notification.toolkit.fluxcd.io/')) return;
  const { type, secretRef } = (spec ?? {}) as Partial<ReceiverSpec & ProviderSpec>;
  if (kind !== 'Receiver' && type !== 'gitlab') return;
  if (secretRef) yield { secret: secretRef.name, key: 'token', field: 'spec.secretRef' };
}

function* reference(secret: unknown, key: unknown, field: string): Generator<Reference> {
  if (typeof secret !== 'string' || typeof key !== 'string') return;
  yield { secret, key, field: `${field}.key` };
}

function* itemsOf(volume: JsonObject, field: string): Generator<Reference> {
  const items = volume['items'];
  if (!Array.isArray(items)) return;
  for (const [index, item] of (items as readonly JsonObject[]).entries()) {
    const name = volume['secretName'] ?? volume['name'];
    yield* reference(name, item['key'], `${field}.items[${String(index)}]`);
  }
}

function* valuesOf(value: JsonValue, field: string): Generator<Reference> {
  if (!Array.isArray(value)) return;
  for (const [index, item] of (value as readonly JsonObject[]).entries()) {
    const { kind, name, valuesKey, optional } = item as Record<string, unknown>;
    if (kind !== 'Secret' || optional === true) continue;
    if (typeof name !== 'string' || typeof valuesKey !== 'string') continue;
    yield { secret: name, key: valuesKey, field: `${field}[${String(index)}].valuesKey` };
  }
}
