import { readGoYaml } from '../../flux/index.ts';
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';

/**
 * Reads values as Helm does: YAML 1.1 of Go, where `on` is true, and every number a float
 * (helm v4.3.1, pkg/chart/common/values.go, by sigs.k8s.io/yaml). Only the first document counts.
 *
 * @returns undefined where it is no map
 */
export function readValues(text: string): JsonObject | undefined {
  const read = readGoYaml(text);
  if ('problem' in read) return undefined;
  const value = withFloats(read.value) ?? {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function withFloats(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: JsonValue) => withFloats(each));
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, each]) => [key, withFloats(each)]));
}
