import { isList, isMap, type JsonObject, type JsonValue } from '../../kubernetes/index.ts';
import type { FieldChange } from '../plan.ts';
import { isEqual } from './equal.ts';
import { type Difference, formatPath, type Step } from './fields.ts';
import { itemKey } from './items.ts';
import { hidden, type Veiled } from './veil.ts';

/** Where a path of one form of an object leads in the form that may be shown. */
interface Traced {
  readonly steps: readonly Step[];
  readonly value: unknown;
  /** Whether the shown form goes all the way: else what it has instead hides the rest. */
  readonly isWhole: boolean;
}

/** A difference in the words of what may be shown: not only values, names of fields can be secret. */
export function showDifference(
  { steps, change }: Difference,
  before: Veiled,
  after: Veiled,
): FieldChange {
  const old = change === 'added' ? undefined : trace(before, steps);
  const next = change === 'removed' ? undefined : trace(after, steps);
  const main = next ?? old;
  const short = [old, next].find((each) => each?.isWhole === false);
  if (!main || short) {
    return { path: formatPath(short?.steps ?? []) || hidden, change: 'changed', secret: 'value' };
  }
  const path = formatPath(main.steps);
  if (change === 'reordered') return { path, change };
  const [from, to] = [old?.value as JsonValue | undefined, next?.value as JsonValue | undefined];
  const isHidden = [from, to].every((each) => each === undefined || each === hidden);
  if (isHidden || isEqual(from, to)) return { path, change, secret: 'value' };
  return {
    path,
    change,
    ...(from !== undefined && { before: from }),
    ...(to !== undefined && { after: to }),
  };
}

function trace({ raw, shown }: Veiled, steps: readonly Step[]): Traced {
  let [real, seen]: readonly unknown[] = [raw, shown];
  const found: Step[] = [];
  for (const step of steps) {
    const next = 'field' in step ? intoField(real, seen, step) : intoItem(real, seen, step);
    if (!next) return { steps: found, value: seen, isWhole: false };
    found.push(next.step);
    [real, seen] = [next.real, next.seen];
  }
  return { steps: found, value: seen, isWhole: true };
}

interface Entered {
  readonly step: Step;
  readonly real: unknown;
  readonly seen: unknown;
}

function intoField(
  real: unknown,
  seen: unknown,
  { field }: Extract<Step, { field: string }>,
): Entered | undefined {
  if (!isMap(real) || !isMap(seen)) return undefined;
  const shown = field in seen ? field : renamed(real, seen, field);
  if (shown === undefined) return undefined;
  return { step: { field: shown }, real: real[field], seen: seen[shown] };
}

/** Substitution keeps the order of keys, so those that differ stand in the same order. */
function renamed(real: JsonObject, seen: JsonObject, field: string): string | undefined {
  const own = Object.keys(real).filter((key) => !(key in seen));
  const others = Object.keys(seen).filter((key) => !(key in real));
  return own.length === others.length ? others[own.indexOf(field)] : undefined;
}

function intoItem(
  real: unknown,
  seen: unknown,
  { item, fields }: Extract<Step, { item: string }>,
): Entered | undefined {
  if (!isList(real) || !isList(seen) || real.length !== seen.length) return undefined;
  const index = real.findIndex((each) => itemKey(each, fields) === item);
  const [from, to] = [real[index], seen[index]];
  const key = to === undefined ? undefined : itemKey(to, fields);
  return key === undefined ? undefined : { step: { item: key, fields }, real: from, seen: to };
}
