import type { JsonObject, JsonValue, Manifest } from '../../kubernetes/index.ts';
import { type ChangedPlace, checkTransitions } from '../cel/index.ts';
import { keyOfItem } from './items.ts';
import type { Node } from './node.ts';
import type { Path } from '../path.ts';
import type { SchemaProblem } from './problem.ts';
import type { Schemas } from './schemas.ts';

/**
 * Why the API server would refuse to make `next` of `old`: rules of a CRD that compare both
 * (`oldSelf`). Nothing for kinds of Kubernetes, which have none, for kinds that nobody defines, and of
 * rules that a limit of our own ended.
 */
export function checkTransition(
  old: Manifest,
  next: Manifest,
  schemas: Schemas,
): readonly SchemaProblem[] {
  const kind = schemas.kind(next.apiVersion, next.kind);
  if (kind === undefined || kind === 'broken' || kind.builtin || !kind.node.ruled) return [];
  const places: ChangedPlace[] = [];
  collect(kind.node, next as JsonValue, old as JsonValue, [], places);
  return checkTransitions(places).filter(({ kind }) => kind !== 'unjudged');
}

/** The places with rules, each with what was there: by name in maps, by key in list-maps. */
function collect(
  node: Node,
  value: JsonValue,
  old: JsonValue | undefined,
  path: Path,
  places: ChangedPlace[],
): void {
  if (!node.ruled || value === null) return;
  if (node.validations.length > 0) places.push({ node, value, path, old: old ?? undefined });
  if (Array.isArray(value)) {
    const { items } = node;
    if (items === undefined) return;
    const known = oldItems(node, old);
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      const key = node.list === 'map' ? keyOfItem(node, item) : undefined;
      const before = key === undefined ? undefined : known.get(key);
      collect(items, item, before, [...path, index], places);
    }
  } else if (typeof value === 'object') {
    const before = mapOf(old);
    for (const [name, each] of Object.entries(value as JsonObject)) {
      const inner = node.properties?.get(name) ?? node.values;
      if (inner !== undefined) collect(inner, each, before[name], [...path, name], places);
    }
  }
}

function oldItems(node: Node, old: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  if (node.list !== 'map' || !Array.isArray(old)) return new Map();
  return new Map(
    (old as readonly JsonValue[]).flatMap((item) => {
      const key = keyOfItem(node, item);
      return key === undefined ? [] : [[key, item] as const];
    }),
  );
}

function mapOf(value: JsonValue | undefined): JsonObject {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as JsonObject) : {};
}
