import {
  isList,
  isMap,
  type JsonObject,
  type JsonValue,
  type Manifest,
} from '../../kubernetes/index.ts';
import type { ReconciledObject } from '../../reconcile/state.ts';

/** What stands where a secret value was: the same for all, so that not even a length shows. */
export const hidden = '(secret)';

/** Labels by which Flux marks whose an object is: a new owner is a move, no change of a field. */
const ownerLabels = new Set([
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'resourceset.fluxcd.controlplane.io/name',
  'resourceset.fluxcd.controlplane.io/namespace',
]);

/** Where kubectl keeps a copy of the whole object. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const encrypted = /^ENC\[.*\]$/s;

/** An object as it is compared, and as it may be shown. */
export interface Veiled {
  readonly raw: Manifest;
  readonly shown: Manifest;
}

/** Takes off what is not the object's own, and covers every secret value. */
export function veil({ id, manifest, sealed, shown = manifest }: ReconciledObject): Veiled {
  const isSecret = id.kind === 'Secret' && id.group === '';
  const own = (form: Manifest): JsonObject => {
    const bare = withoutMarks(form);
    // Without a key all values look alike; the ciphertext at least says whether it was replaced.
    const whole = sealed?.opened === false ? overlay(bare, sealed.committed) : bare;
    return isSecret ? withOneData(whole) : whole;
  };
  const committed = isSecret ? withOneData(sealed?.committed ?? {}) : sealed?.committed;
  return {
    raw: own(manifest) as unknown as Manifest,
    shown: cover(own(shown), committed, isSecret) as Manifest,
  };
}

function withoutMarks(manifest: Manifest): JsonObject {
  const { sops: _, ...rest } = manifest as unknown as JsonObject;
  const { labels, ...metadata } = manifest.metadata;
  const own = Object.entries(labels ?? {}).filter(([key]) => !ownerLabels.has(key));
  return {
    ...rest,
    metadata: {
      ...metadata,
      ...(own.length > 0 && { labels: Object.fromEntries(own) }),
    },
  };
}

/** kustomize-controller merges stringData into data (fluxcd/pkg ssa v0.76.2, normalize). */
function withOneData(secret: object): JsonObject {
  const { stringData, ...rest } = secret as JsonObject;
  if (!isMap(stringData)) return rest;
  const encode = (value: JsonValue): JsonValue =>
    typeof value !== 'string' || encrypted.test(value)
      ? value
      : Buffer.from(value, 'utf8').toString('base64');
  const plain = Object.entries(stringData).map(([key, value]) => [key, encode(value)] as const);
  return {
    ...rest,
    data: { ...(isMap(rest['data']) && rest['data']), ...Object.fromEntries(plain) },
  };
}

/** Puts the ciphertext of the committed form in place of the values that nobody could open. */
function overlay<T>(value: T, committed: unknown): T {
  if (typeof committed === 'string' && encrypted.test(committed)) return committed as T;
  if (isList(value) && isList(committed)) {
    return value.map((each, index) => overlay(each, committed[index])) as T;
  }
  if (!isMap(value) || !isMap(committed)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, overlay(each, committed[key])]);
  return Object.fromEntries(entries) as T;
}

/** Covers what is or was ciphertext, and the data of Secrets. */
function cover(value: unknown, committed: unknown, isSecret: boolean): unknown {
  if (typeof committed === 'string' && encrypted.test(committed)) return hidden;
  if (typeof value === 'string') return encrypted.test(value) ? hidden : value;
  if (isList(value)) {
    return value.map((each, index) =>
      cover(each, isList(committed) ? committed[index] : undefined, false),
    );
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => {
    if (isSecret && key === 'data') return [key, coverAll(each)];
    if (key === lastApplied) return [key, hidden];
    return [key, cover(each, isMap(committed) ? committed[key] : undefined, false)];
  });
  return Object.fromEntries(entries);
}

function coverAll(data: unknown): unknown {
  if (!isMap(data)) return hidden;
  return Object.fromEntries(Object.keys(data).map((key) => [key, hidden]));
}
