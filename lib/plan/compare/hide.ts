import { createHash } from 'node:crypto';
import { type JsonValue, type Manifest, readYaml } from '../../kubernetes/index.ts';
import type { ClusterState, ReconciledObject } from '../../reconcile/state.ts';
import { isMap, listAt, textAt, valueAt } from './equal.ts';

/** What stands where a secret value was: the same for all, so that not even a length shows. */
export const hidden = '(secret)';

/** Removes the values of secrets from a text. */
export type Hide = (text: string) => string;

const hideNothing: Hide = (text) => text;

/**
 * Secrets reach other objects as variables (`postBuild.substituteFrom`) and as values of charts
 * (`valuesFrom`). Finds for each owner what such Secrets hold, in any of the states, so that it
 * can be taken out of whatever is shown.
 */
export class SecretTexts {
  readonly #secrets = new Map<string, ReconciledObject[]>();

  constructor(states: readonly (ClusterState | undefined)[]) {
    for (const state of states) {
      const { kustomizations = [], releases = [], resourceSets = [] } = state ?? {};
      for (const { objects } of [...kustomizations, ...releases, ...resourceSets]) {
        for (const object of objects) this.#add(object);
      }
    }
  }

  #add(object: ReconciledObject): void {
    if (object.id.kind !== 'Secret' || object.id.group !== '') return;
    const key = `${object.id.namespace}/${object.id.name}`;
    const known = this.#secrets.get(key);
    if (known) known.push(object);
    else this.#secrets.set(key, [object]);
  }

  /** Hides what the Secrets hold that an owner, in either of its forms, reads. */
  hideFor(owners: readonly (Manifest | undefined)[]): Hide {
    const texts = new Set<string>();
    for (const owner of owners) {
      const from = [
        ...listAt(owner, 'spec', 'postBuild', 'substituteFrom'),
        ...listAt(owner, 'spec', 'valuesFrom'),
      ].filter((each) => textAt(each, 'kind') === 'Secret');
      for (const each of from) {
        const key = `${owner?.metadata.namespace ?? ''}/${textAt(each, 'name') ?? ''}`;
        for (const secret of this.#secrets.get(key) ?? []) addTexts(secret, texts);
      }
    }
    if (texts.size === 0) return hideNothing;
    // Longer values first: a shorter one may be a part of them.
    const sorted = [...texts].sort((a, b) => b.length - a.length);
    return (text) => {
      if (texts.has(text)) return hidden;
      // One or two characters are in every text; as a whole value they were found above.
      return sorted
        .filter((each) => each.length > 2)
        .reduce((rest, each) => rest.split(each).join(hidden), text);
    };
  }
}

function addTexts({ manifest, sealed }: ReconciledObject, texts: Set<string>): void {
  if (sealed?.opened === false) return;
  const data = Object.values((valueAt(manifest, 'data') ?? {}) as Record<string, JsonValue>);
  const plain = Object.values((valueAt(manifest, 'stringData') ?? {}) as Record<string, JsonValue>);
  const decoded = data.filter(isText).map((each) => Buffer.from(each, 'base64').toString('utf8'));
  for (const text of [...decoded, ...plain.filter(isText)]) {
    addText(text, texts);
    // Values of a chart are a YAML document; its leaves land in the objects.
    const read = text.includes(':') ? readYaml(text) : undefined;
    if (read && 'documents' in read) for (const each of read.documents) addLeaves(each, texts);
  }
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}

function addLeaves(value: JsonValue | undefined, texts: Set<string>): void {
  if (isMap(value)) for (const each of Object.values(value)) addLeaves(each, texts);
  else if (Array.isArray(value)) for (const each of value as JsonValue[]) addLeaves(each, texts);
  else if (typeof value === 'string' || typeof value === 'number') addText(String(value), texts);
}

function addText(text: string, texts: Set<string>): void {
  if (text === '') return;
  texts.add(text);
  // Substitution takes the newlines out of a value (fluxcd/pkg kustomize v1.35.6).
  texts.add(text.replaceAll('\n', ''));
  // What the functions of charts make of it most.
  const bytes = Buffer.from(text, 'utf8');
  for (const encoding of ['base64', 'base64url', 'hex'] as const)
    texts.add(bytes.toString(encoding));
  for (const form of [text.trim(), text.toUpperCase(), text.toLowerCase()]) {
    if (form !== '') texts.add(form);
  }
  for (const algorithm of ['sha1', 'sha256'] as const) {
    texts.add(createHash(algorithm).update(bytes).digest('hex'));
  }
  texts.add(encodeURIComponent(text.toWellFormed()));
  texts.add(JSON.stringify(text).slice(1, -1));
}
