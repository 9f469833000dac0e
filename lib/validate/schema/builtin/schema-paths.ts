import type { JsonObject } from '../../../kubernetes/index.ts';
import { isGiven, mapOf } from './values.ts';

/**
 * The schema of the field that a path such as `.spec['a-b'].c` leads to; undefined where there is none
 * (k8s.io/apiextensions-apiserver v0.36.3, pkg/apiserver/schema/cel: ValidFieldPath, without lists).
 */
export function schemaAt(schema: JsonObject, path: string): JsonObject | undefined {
  const step = /\.([A-Za-z_][A-Za-z0-9_-]*)|\['((?:[^'\\]|\\.)*)'\]/y;
  let found: JsonObject | undefined = schema;
  let end = 0;
  while (end < path.length) {
    step.lastIndex = end;
    const [whole = '', plain, quoted] = step.exec(path) ?? [];
    if (whole === '' || found === undefined) return undefined;
    end += whole.length;
    found = below(found, plain ?? quoted ?? '');
  }
  return end === 0 ? undefined : found;
}

function below(schema: JsonObject, name: string): JsonObject | undefined {
  const property = mapOf(schema['properties'])[name];
  if (isGiven(property)) return mapOf(property);
  const values = schema['additionalProperties'];
  return typeof values === 'object' && isGiven(values) ? mapOf(values) : undefined;
}
