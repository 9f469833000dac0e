import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import type { Node } from './node.ts';

/** The index of the first item that was there before. */
export function hasDuplicates(keys: readonly (string | undefined)[]): number | undefined {
  const known = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (key === undefined) continue;
    if (known.has(key)) return index;
    known.add(key);
  }
  return undefined;
}

/**
 * What makes an item of a list-map the same item: the values of its keys, or their defaults.
 * Undefined where one is missing.
 */
export function keyOfItem(node: Node, item: JsonValue): string | undefined {
  const properties = node.items?.properties;
  const values = node.keys.map((name) => {
    const given =
      typeof item === 'object' && item !== null ? (item as JsonObject)[name] : undefined;
    return given ?? properties?.get(name)?.default ?? (isOptional(node, name) ? '' : undefined);
  });
  return values.includes(undefined) ? undefined : values.map(String).join('\n');
}

/** A key that may be left out counts as empty. */
function isOptional(node: Node, name: string): boolean {
  return node.items?.required.includes(name) !== true;
}
