import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import type { RuleSource } from '../schema/node.ts';
import { ruleOf } from './rule.ts';
import { escaped } from './values.ts';

interface AstNode {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly macro?: object };
}

/**
 * The field of `self` that a rule names and its schema does not declare, in words. The API server
 * types rules by their schema, and refuses a CRD whose rule names such a field.
 */
export function unknownFieldOf(source: RuleSource, schema: JsonObject): string | undefined {
  const { ast } = ruleOf(source);
  return ast === undefined ? undefined : search(ast, schema, new Set());
}

function search(value: unknown, schema: JsonObject, seen: Set<object>): string | undefined {
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const inner = isNode(value)
    ? [value.args, value.meta.macro]
    : Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
      ? Object.values(value)
      : [];
  if (isNode(value) && value.op === '.') {
    const [operand, name] = value.args as readonly [AstNode, string];
    const properties = propertiesOf(schemaOf(operand, schema));
    if (properties !== undefined && !properties.has(name)) return `undefined field ${name}`;
  }
  for (const each of inner) {
    const found = search(each, schema, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schema of a chain that begins at `self`; undefined where it is not known. */
function schemaOf(node: AstNode, schema: JsonObject): JsonObject | undefined {
  if (node.op === 'id') return node.args === 'self' || node.args === 'oldSelf' ? schema : undefined;
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [operand, name] = node.args as readonly [AstNode, unknown];
  const outer = schemaOf(operand, schema);
  if (outer === undefined) return undefined;
  if (node.op === '[]') return mapOf(outer['items']);
  return propertiesOf(outer)?.get(String(name)) ?? mapOf(outer['additionalProperties']);
}

/** The properties of an object that has no others, by their names in expressions. */
function propertiesOf(schema: JsonObject | undefined): Map<string, JsonObject> | undefined {
  if (schema?.['type'] !== 'object' || schema['additionalProperties'] !== undefined)
    return undefined;
  if (schema['x-kubernetes-embedded-resource'] === true) return undefined;
  const properties = Object.entries(mapOf(schema['properties']) ?? {}).map(
    ([name, each]) => [escaped(name), mapOf(each) ?? {}] as const,
  );
  const own = ['apiVersion', 'kind', 'metadata'].map((name) => [name, {}] as const);
  return new Map([...own, ...properties]);
}

function mapOf(value: JsonValue | undefined): JsonObject | undefined {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as JsonObject) : undefined;
}

function isNode(value: object): value is AstNode {
  return 'op' in value && 'args' in value && 'meta' in value;
}
