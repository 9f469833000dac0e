import type { JsonValue } from '../../kubernetes/index.ts';
import { isEqual, isList, isMap, type Value } from './equal.ts';
import { identities } from './items.ts';

/** A step into a manifest: the name of a field, or the item of a list. */
export type Step = { readonly field: string } | { readonly item: string };

/** One difference between two manifests. */
export interface Difference {
  readonly steps: readonly Step[];
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  /** As it may be shown. */
  readonly before: Value;
  readonly after: Value;
}

/** A manifest as it is compared, and as it may be shown: of one shape. */
export interface Side {
  readonly raw: unknown;
  readonly shown: unknown;
}

/**
 * What differs between two manifests, field by field: items of lists are matched by what
 * identifies them, a subtree that only one side has is one difference.
 */
export function differences(before: Side, after: Side): Difference[] {
  const found: Difference[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(before: Side, after: Side, steps: readonly Step[], found: Difference[]): void {
  if (isEqual(before.raw, after.raw)) return;
  const isAdded = before.raw === undefined || before.raw === null;
  const isRemoved = after.raw === undefined || after.raw === null;
  if (!isAdded && !isRemoved) {
    if (isMap(before.raw) && isMap(after.raw)) {
      for (const key of new Set([...Object.keys(before.raw), ...Object.keys(after.raw)])) {
        compare(child(before, key), child(after, key), [...steps, { field: key }], found);
      }
      return;
    }
    if (isList(before.raw) && isList(after.raw)) {
      if (compareLists(before, after, before.raw, after.raw, steps, found)) return;
    }
  }
  const change = isAdded ? 'added' : isRemoved ? 'removed' : 'changed';
  found.push({ steps, change, before: before.shown as Value, after: after.shown as Value });
}

function child(side: Side, key: string): Side {
  const at = (value: unknown): unknown => (isMap(value) ? value[key] : undefined);
  return { raw: at(side.raw), shown: at(side.shown) };
}

function compareLists(
  before: Side,
  after: Side,
  rawBefore: readonly JsonValue[],
  rawAfter: readonly JsonValue[],
  steps: readonly Step[],
  found: Difference[],
): boolean {
  const last = steps.findLast((step) => 'field' in step);
  const keys = identities(last?.field ?? '', rawBefore, rawAfter);
  if (!keys) return false;
  const count = found.length;
  for (const key of new Set([...keys.before, ...keys.after])) {
    const old = item(before, keys.before.indexOf(key));
    compare(old, item(after, keys.after.indexOf(key)), [...steps, { item: key }], found);
  }
  // The same items in another order: the API server keeps the order, so it is a change.
  if (found.length === count) {
    found.push({ steps, change: 'reordered', before: undefined, after: undefined });
  }
  return true;
}

function item(side: Side, index: number): Side {
  const at = (value: unknown): unknown => (isList(value) ? value[index] : undefined);
  return { raw: at(side.raw), shown: at(side.shown) };
}

/** A path as people write it: `spec.containers[web].image`, `metadata.annotations["a.b/c"]`. */
export function formatPath(steps: readonly Step[]): string {
  let text = '';
  for (const step of steps) {
    if ('item' in step) text += `[${step.item}]`;
    else if (/^[\w-]+$/.test(step.field)) text += text === '' ? step.field : `.${step.field}`;
    else text += `[${JSON.stringify(step.field)}]`;
  }
  return text;
}
