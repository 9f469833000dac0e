/**
 * Compares two forms of one object. Takes reconciled objects, gives the fields that differ, by what
 * identifies the items of lists, and which of them the API server refuses to change. What differs is
 * decided by the forms that are applied, and told by those that may be shown.
 */
import { type JsonValue, textAt, valueAt } from '../../kubernetes/index.ts';
import type { ReconciledObject } from '../../reconcile/state.ts';
import type { FieldChange } from '../plan.ts';
import { isEqual } from './equal.ts';
import { type Difference, differences, formatPath } from './fields.ts';
import { refusedAmong } from './immutable.ts';
import { showDifference } from './show.ts';
import { veil } from './veil.ts';

export { isEqual } from './equal.ts';
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
export function compareObjects(before: ReconciledObject, after: ReconciledObject): Comparison {
  if (before === after) return same;
  const isSealedAlike = isEqual(before.sealed?.committed, after.sealed?.committed);
  if (isSealedAlike && isEqual(before.manifest, after.manifest)) return same;
  // Ciphertext of one side says nothing beside the plaintext of the other.
  const isOpen = [before, after].every(({ sealed }) => sealed?.opened !== false);
  const old = veil(closed(before, isOpen));
  const next = veil(closed(after, isOpen));
  const found = differences(old.raw, next.raw);
  if (found.length === 0) return isSealedAlike ? same : { ...same, onlyEncryption: true };
  const show = (difference: Difference): FieldChange => {
    const shown = showDifference(difference, old, next);
    const isUnknown = shown.secret !== undefined && !isOpen && shown.change === 'changed';
    return isUnknown ? { ...shown, secret: 'unknown' } : shown;
  };
  const refused = refusedAmong(after.id, old.raw, found).map((each) => show(each).path);
  return {
    fields: withoutRepeats(found.map(show)),
    refused: [...new Set(refused)],
    onlyEncryption: false,
  };
}

/** The paths at which two values differ; for values that hold no secret. */
export function differingFields(before: unknown, after: unknown): readonly string[] {
  return differences(before, after).map(({ steps }) => formatPath(steps));
}

/** Differences below what cannot be shown are one. */
function withoutRepeats(fields: readonly FieldChange[]): readonly FieldChange[] {
  const seen = new Set<string>();
  return fields.filter(({ path, secret }) => {
    if (secret === undefined) return true;
    const isNew = !seen.has(path);
    seen.add(path);
    return isNew;
  });
}

/** Either both sides are compared as plaintext or both as ciphertext. */
function closed(object: ReconciledObject, isOpen: boolean): ReconciledObject {
  if (isOpen || !object.sealed?.opened) return object;
  return { ...object, sealed: { ...object.sealed, opened: false } };
}

/** The age recipients of an object that was SOPS ciphertext; undefined for any other. */
export function recipientsOf(object: ReconciledObject | undefined): readonly string[] | undefined {
  if (!object?.sealed) return undefined;
  const age = valueAt(object.sealed.committed, 'sops', 'age') as JsonValue[] | undefined;
  return (age ?? []).map((each) => textAt(each, 'recipient') ?? '').sort();
}
