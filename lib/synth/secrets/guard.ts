import { isSaidToHoldNoSecret, tokenPattern } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import {
  formatObject,
  type JsonObject,
  type JsonValue,
  lastApplied,
  objectId,
  secretShapes,
} from '../../kubernetes/index.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';

type Report = (diagnostic: Diagnostic) => void;

/**
 * Reports a Secret that anyone who reads the repository could read, and ciphertext that would be
 * written anew: its values have an order, which the MAC protects.
 */
export function checkPlaintext({ manifest, construct }: RenderedObject, report: Report): void {
  const name = formatObject(objectId(manifest));
  const fail = (code: Diagnostic['code'], message: string, hint: string, field?: string): void =>
    report(errorAt(code, { ...locate(construct), ...(field && { field }) }, message, { hint }));
  for (const { object, at } of objectsIn(manifest as unknown as JsonObject)) {
    if (object['sops'] !== undefined) {
      const message = `${name} is SOPS ciphertext, and synth would write its fields in another order`;
      const hint =
        'Keep what is secret in a Secret, and name its file: EncryptedSecret.fromFile().';
      fail('changed-ciphertext', message, hint);
      return;
    }
    if (object['kind'] !== 'Secret' || object['apiVersion'] !== 'v1') continue;
    const field = plainField(object);
    if (field === undefined || isSaidToHoldNoSecret(construct)) continue;
    const hint =
      'Encrypt it (sluice secret encrypt) and use EncryptedSecret.fromFile(). If nothing in it is secret, say so: holdsNoSecret(construct, reason).';
    fail('plaintext-secret', `${name} would be committed in plain text`, hint, at + field);
  }
}

interface Part {
  readonly object: JsonObject;
  /** Its path in the whole, to put before that of a field. */
  readonly at: string;
}

/** An object and those in it, if it is a List: the items of a SecretList need not say what they are. */
function* objectsIn(object: JsonObject, at = ''): Generator<Part> {
  yield { object, at };
  const { apiVersion = 'v1', kind, items } = object;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return;
  for (const [index, item] of (items as readonly JsonValue[]).entries()) {
    const own = mapOf(item);
    yield* objectsIn(
      {
        ...own,
        apiVersion: own['apiVersion'] ?? apiVersion,
        kind: own['kind'] ?? kind.slice(0, -4),
      },
      `${at}items[${String(index)}].`,
    );
  }
}

/** The first value of a Secret that is neither empty nor filled in by Flux, or kubectl's copy of all. */
function plainField(secret: JsonObject): string | undefined {
  for (const field of ['data', 'stringData']) {
    for (const [key, value] of Object.entries(mapOf(secret[field]))) {
      const isEmpty = value === '' || value === null;
      if (!isEmpty && !(typeof value === 'string' && value.search(tokenPattern) >= 0)) {
        return `${field}.${key}`;
      }
    }
  }
  const isCopied = lastApplied in mapOf(mapOf(secret['metadata'])['annotations']);
  return isCopied ? `metadata.annotations["${lastApplied}"]` : undefined;
}

function mapOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

const marks = new RegExp(secretShapes.map(({ mark }) => mark).join('|'));

/**
 * Reports text in the shape of a key or token, by its field; never the text itself.
 *
 * @param text the object as it is written, which tells at once that most objects hold none
 */
export function checkLeaks(
  { manifest, construct }: RenderedObject,
  text: string,
  report: Report,
): void {
  if (!marks.test(text) || isSaidToHoldNoSecret(construct)) return;
  for (const { field, shape } of leaksIn(manifest as JsonValue, '')) {
    const message = `${formatObject(objectId(manifest))} holds what looks like ${shape}`;
    const hint =
      'Give it from an encrypted Secret, and withdraw it if it was pushed. If it is none, say so: holdsNoSecret(construct, reason).';
    report(errorAt('leaked-secret', { ...locate(construct), field }, message, { hint }));
  }
}

interface Leak {
  readonly field: string;
  readonly shape: string;
}

function* leaksIn(value: JsonValue, field: string): Generator<Leak> {
  if (typeof value === 'string') {
    const shape = secretShapes.find(({ pattern }) => pattern.test(value));
    if (shape !== undefined) yield { field, shape: shape.name };
  } else if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      yield* leaksIn(item, `${field}[${String(index)}]`);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      // A key that is itself a secret must not be shown either.
      const inKey = secretShapes.find(({ pattern }) => pattern.test(key));
      if (inKey !== undefined) yield { field, shape: inKey.name };
      const name = inKey === undefined ? key : '…';
      yield* leaksIn(item, field === '' ? name : `${field}.${name}`);
    }
  }
}
