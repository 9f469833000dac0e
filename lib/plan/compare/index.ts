/**
 * Compares two forms of one object. Takes reconciled objects and what hides secrets, gives the
 * fields that differ, by what identifies the items of lists, without any secret value; and which
 * of them the API server refuses to change.
 */
import type { JsonValue } from '../../kubernetes/index.ts';
import type { ReconciledObject } from '../../reconcile/state.ts';
import type { FieldChange } from '../plan.ts';
import { isEqual, textAt, valueAt, type Value } from './equal.ts';
import { differences, formatPath } from './fields.ts';
import { hidden, type Hide } from './hide.ts';
import { refusedFields } from './immutable.ts';
import { veil } from './veil.ts';

export { isEqual, isMap, listAt, textAt, valueAt } from './equal.ts';
export { type Hide, SecretTexts } from './hide.ts';
export { kindKey } from './immutable.ts';
export { veil } from './veil.ts';

/** How two forms of one object differ. */
export interface Comparison {
  readonly fields: readonly FieldChange[];
  /** Of these, the fields that the API server refuses to change. */
  readonly refused: readonly string[];
  /** Whether only ciphertext differs: nothing in the cluster does. */
  readonly onlyEncryption: boolean;
}

const same: Comparison = { fields: [], refused: [], onlyEncryption: false };

/** Compares what was applied with what will be. */
export function compareObjects(
  before: ReconciledObject,
  after: ReconciledObject,
  hide: Hide,
): Comparison {
  if (before === after) return same;
  const isSealedAlike = isEqual(before.sealed?.committed, after.sealed?.committed);
  if (isSealedAlike && isEqual(before.manifest, after.manifest)) return same;
  // Ciphertext of one side says nothing beside the plaintext of the other.
  const isOpen = [before, after].every(({ sealed }) => sealed?.opened !== false);
  const old = veil(closed(before, isOpen), hide);
  const next = veil(closed(after, isOpen), hide);
  const found = differences(old, next);
  if (found.length === 0) return isSealedAlike ? same : { ...same, onlyEncryption: true };
  const fields = found.map(({ steps, change, before: from, after: to }): FieldChange => {
    const path = formatPath(steps);
    if (isHidden(from, to)) {
      return { path, change, secret: isOpen || change !== 'changed' ? 'value' : 'unknown' };
    }
    return {
      path,
      change,
      ...(from !== undefined && { before: from }),
      ...(to !== undefined && { after: to }),
    };
  });
  return { fields, refused: refusedFields(after.id, old.raw, found), onlyEncryption: false };
}

/** Either both sides are compared as plaintext or both as ciphertext. */
function closed(object: ReconciledObject, isOpen: boolean): ReconciledObject {
  if (isOpen || !object.sealed?.opened) return object;
  return { ...object, sealed: { ...object.sealed, opened: false } };
}

function isHidden(before: Value, after: Value): boolean {
  const values = [before, after].filter((value) => value !== undefined);
  return values.length > 0 && values.every((value) => value === hidden);
}

/** The age recipients of an object that was SOPS ciphertext; undefined for any other. */
export function recipientsOf(object: ReconciledObject | undefined): readonly string[] | undefined {
  if (!object?.sealed) return undefined;
  const age = valueAt(object.sealed.committed, 'sops', 'age') as JsonValue[] | undefined;
  return (age ?? []).map((each) => textAt(each, 'recipient') ?? '').sort();
}
