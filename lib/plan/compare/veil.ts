import type { JsonObject, JsonValue, Manifest } from '../../kubernetes/index.ts';
import type { ReconciledObject } from '../../reconcile/state.ts';
import { isList, isMap } from './equal.ts';
import type { Side } from './fields.ts';
import { hidden, type Hide } from './hide.ts';

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

/** An object as it is compared and as it may be shown. */
export interface Veiled extends Side {
  readonly raw: Manifest;
  readonly shown: Manifest;
}

/** Takes off what is not the object's own, and covers every secret value. */
export function veil(object: ReconciledObject, hide: Hide): Veiled {
  const { committed, opened } = object.sealed ?? {};
  const isSecret = object.id.kind === 'Secret' && object.id.group === '';
  const own = withoutMarks(object.manifest);
  // Without a key all values look alike; the ciphertext at least says whether it was replaced.
  const compared = opened === false ? overlay(own, committed) : own;
  const raw = isSecret ? withOneData(compared) : compared;
  const disguised = object.disguised === undefined ? own : withoutMarks(object.disguised);
  const covers = isSecret ? withOneData(committed ?? {}) : committed;
  const shown = cover(
    raw,
    { committed: covers, disguised: isSecret ? withOneData(disguised) : disguised },
    isSecret,
    hide,
  );
  return { raw: raw as unknown as Manifest, shown: shown as Manifest };
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

/** What a value is compared with: its ciphertext, and what it would be with other secrets. */
interface Aside {
  readonly committed: unknown;
  readonly disguised: unknown;
}

/** Covers what is or was ciphertext, the data of Secrets, and what came from Secrets. */
function cover(value: unknown, aside: Aside, isSecret: boolean, hide: Hide): unknown {
  const { committed, disguised } = aside;
  if (typeof committed === 'string' && encrypted.test(committed)) return hidden;
  if (isList(value)) {
    if (!isList(disguised) || disguised.length !== value.length) return hidden;
    return value.map((each, index) => {
      const below = isList(committed) ? committed[index] : undefined;
      return cover(each, { committed: below, disguised: disguised[index] }, false, hide);
    });
  }
  if (isMap(value)) {
    if (!isMap(disguised)) return hidden;
    const entries = Object.entries(value).map(([key, each]) => {
      const below = { committed: isMap(committed) ? committed[key] : undefined };
      if (isSecret && key === 'data') return [key, coverAll(each)];
      if (key === lastApplied) return [key, hidden];
      return [key, cover(each, { ...below, disguised: disguised[key] }, false, hide)];
    });
    return Object.fromEntries(entries);
  }
  if (value !== disguised) return hidden;
  if (typeof value === 'string') return encrypted.test(value) ? hidden : hide(value);
  if (typeof value === 'number') return hide(String(value)) === hidden ? hidden : value;
  return value;
}

function coverAll(data: unknown): unknown {
  if (!isMap(data)) return hidden;
  return Object.fromEntries(Object.keys(data).map((key) => [key, hidden]));
}
