import {
  isMap,
  type JsonValue,
  listKeyDefaults,
  listKeys,
  valueAt,
} from '../../kubernetes/index.ts';

/** Fields that identify the items of a list. */
export type ItemFields = readonly string[];

/** What identifies an item of a list; undefined where it lacks a field. */
export function itemKey(item: JsonValue, fields: ItemFields): string | undefined {
  const parts = fields.map((field) => {
    const value = valueAt(item, ...field.split('.')) ?? listKeyDefaults.get(field);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  });
  return parts.includes(undefined) ? undefined : parts.filter((part) => part !== '').join('/');
}

function keysOf(items: readonly JsonValue[], fields: ItemFields): readonly string[] | undefined {
  const keys = items.map((item) => (isMap(item) ? itemKey(item, fields) : undefined));
  const known = keys.filter((key) => key !== undefined);
  return known.length === items.length && new Set(known).size === known.length ? known : undefined;
}

/** What identifies the items of both lists, or undefined where only their places do. */
export function identities(
  list: string,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
):
  | {
      readonly fields: ItemFields;
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  | undefined {
  for (const fields of listKeys.get(list) ?? [['name']]) {
    const keys = { before: keysOf(before, fields), after: keysOf(after, fields) };
    if (keys.before && keys.after) return { fields, before: keys.before, after: keys.after };
  }
  return undefined;
}
