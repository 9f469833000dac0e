import { isList, isMap, type JsonValue } from '../../kubernetes/index.ts';
import { isEqual } from './equal.ts';
import { type ItemFields, identities } from './items.ts';

/** A step into a manifest: the name of a field, or the item of a list by what identifies it. */
export type Step =
  | { readonly field: string }
  | { readonly item: string; readonly fields: ItemFields };

/** One difference between two manifests. */
export interface Difference {
  readonly steps: readonly Step[];
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
}

/**
 * What differs between two manifests, field by field: items of lists are matched by what
 * identifies them, a subtree that only one side has is one difference.
 */
export function differences(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  compare(before, after, [], found);
  return found;
}

function compare(
  before: unknown,
  after: unknown,
  steps: readonly Step[],
  found: Difference[],
): void {
  if (isEqual(before, after)) return;
  const isAdded = before === undefined || before === null;
  const isRemoved = after === undefined || after === null;
  if (isMap(before) && isMap(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], [...steps, { field: key }], found);
    }
    return;
  }
  if (isList(before) && isList(after) && compareLists(before, after, steps, found)) return;
  found.push({ steps, change: isAdded ? 'added' : isRemoved ? 'removed' : 'changed' });
}

function compareLists(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  steps: readonly Step[],
  found: Difference[],
): boolean {
  const last = steps.findLast((step) => 'field' in step);
  const keys = identities(last?.field ?? '', before, after);
  if (!keys) return false;
  const { fields } = keys;
  const count = found.length;
  for (const key of new Set([...keys.before, ...keys.after])) {
    const [old, next] = [before[keys.before.indexOf(key)], after[keys.after.indexOf(key)]];
    compare(old, next, [...steps, { item: key, fields }], found);
  }
  // The same items in another order: the API server keeps the order, so it is a change.
  if (found.length === count) found.push({ steps, change: 'reordered' });
  return true;
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
