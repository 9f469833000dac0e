import type { Environment } from '@marcbachmann/cel-js';
import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import type { RuleSource } from '../schema/node.ts';
import { type Failure, problemIn, typedEnvironment } from './rule.ts';
import { hasCode } from './source.ts';
import { escaped } from './values.ts';

/**
 * Why a rule, or the expression of its words, is none for its schema: the API server types both by it.
 *
 * @param isObject whether the schema is that of a whole object
 */
export function typeProblem(
  source: RuleSource,
  schema: JsonObject,
  isObject: boolean,
): { readonly problem: Failure; readonly of: 'rule' | 'messageExpression' } | undefined {
  const isOptional = source.optionalOldSelf === true;
  for (const of of ['rule', 'messageExpression'] as const) {
    const expression = source[of] ?? '';
    if (of === 'messageExpression' && expression === '') continue;
    // What is formatted may have several types.
    const isMixed = hasCode(expression, /\.\s*format\s*\(/);
    const environment = environmentOf(schema, isObject, isOptional, isMixed);
    const type = of === 'rule' ? 'bool' : 'string';
    const problem = environment && problemIn(environment, expression, type);
    if (problem !== undefined) return { problem, of };
  }
  return undefined;
}

const environments = new WeakMap<JsonObject, Map<string, Environment | undefined>>();

/** With `self` and `oldSelf` as a schema says; undefined where it says no type. */
function environmentOf(
  schema: JsonObject,
  isObject: boolean,
  isOptional: boolean,
  isMixed: boolean,
): Environment | undefined {
  const all = environments.get(schema) ?? new Map<string, Environment | undefined>();
  environments.set(schema, all);
  const key = JSON.stringify([isObject, isOptional, isMixed]);
  if (!all.has(key)) {
    const environment = typedEnvironment(isMixed);
    const type = declareType(environment, schema, isObject);
    if (type !== undefined) {
      environment.registerVariable('self', type);
      environment.registerVariable('oldSelf', isOptional ? `optional<${type}>` : type);
    }
    all.set(key, type === undefined ? undefined : environment);
  }
  return all.get(key);
}

/**
 * Declares in an environment what a schema is in expressions, and gives the name of its type; undefined
 * where the schema says no type, so that no expression can name it (k8s.io/apiserver v0.36.3,
 * pkg/cel/common/schemas.go).
 */
function declareType(
  environment: Environment,
  schema: JsonObject,
  isObject = schema['x-kubernetes-embedded-resource'] === true,
): string | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return 'dyn';
  switch (schema['type']) {
    case 'array': {
      const items = declareType(environment, mapOf(schema['items']));
      return items === undefined ? undefined : `list<${items}>`;
    }
    case 'object': {
      const values = schema['additionalProperties'];
      if (!isMap(values)) return declareObject(environment, schema, isObject);
      const type = declareType(environment, values);
      return type === undefined ? undefined : `map<string, ${type}>`;
    }
    case 'string': {
      const { format } = schema;
      return (typeof format === 'string' ? formats.get(format) : undefined) ?? 'string';
    }
    case 'boolean':
      return 'bool';
    case 'number':
      return 'double';
    case 'integer':
      return 'int';
    default:
      return undefined;
  }
}

const formats = new Map([
  ['byte', 'bytes'],
  ['date', 'google.protobuf.Timestamp'],
  ['date-time', 'google.protobuf.Timestamp'],
  ['duration', 'google.protobuf.Duration'],
]);

let count = 0;

function declareObject(environment: Environment, schema: JsonObject, isObject: boolean): string {
  const fields: Record<string, string> = {};
  for (const [name, each] of Object.entries(mapOf(schema['properties']))) {
    const type = declareType(environment, mapOf(each));
    if (type === undefined) continue;
    fields[escaped(name)] = type;
    // Some reserved words may stand as they are.
    if (/^[a-z]+$/.test(name)) fields[name] = type;
  }
  if (isObject) {
    const metadata = { name: 'string', generateName: 'string' };
    Object.assign(fields, { apiVersion: 'string', kind: 'string' });
    fields['metadata'] = declare(environment, metadata);
  }
  return declare(environment, fields);
}

function declare(environment: Environment, fields: Readonly<Record<string, string>>): string {
  count += 1;
  const name = `Object${String(count)}`;
  environment.registerType(name, { fields });
  environment.registerOperator(`${name} == ${name}`, (a: unknown, b: unknown) => a === b);
  environment.registerOperator(`${name} == null`, (a: unknown) => a === null);
  return name;
}

function mapOf(value: JsonValue | undefined): JsonObject {
  return isMap(value) ? value : {};
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
