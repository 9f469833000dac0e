import { immutableFields, kindKey, type Manifest, type ObjectId } from '../../kubernetes/index.ts';
import type { Difference } from './fields.ts';

/** A path without its list items, as the facts name fields. */
function fieldsOf({ steps }: Difference): string {
  return steps.flatMap((step) => ('field' in step ? [step.field] : [])).join('.');
}

function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

/** The differences that the API server refuses; none where it takes all. */
export function refusedAmong(
  id: ObjectId,
  before: Manifest,
  found: readonly Difference[],
): readonly Difference[] {
  const facts = immutableFields.get(kindKey(id));
  if (!facts) return [];
  const { fixed, mutable = [], fixedIfNamed = [], fixedIfImmutable = [] } = facts;
  const isRefused = (difference: Difference): boolean => {
    const path = fieldsOf(difference);
    if (difference.change === 'reordered') return false;
    if (mutable.some((field) => isWithin(path, field))) return false;
    // A difference above a fixed field, such as a whole spec, holds it as well.
    const meets = (field: string): boolean => isWithin(path, field) || isWithin(field, path);
    if (fixed.some(meets)) return true;
    if (difference.change !== 'removed' && fixedIfNamed.some(meets)) return true;
    return before['immutable'] === true && fixedIfImmutable.some(meets);
  };
  return found.filter(isRefused);
}
