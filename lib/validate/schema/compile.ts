import type { JsonValue } from '../../kubernetes/index.ts';
import { newNode, type Limits, type Node, type NodeType, type RuleSource } from './node.ts';

/** A schema as JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema that cannot be one, with the place in it. */
export class BrokenSchema extends Error {
  constructor(path: readonly string[], message: string) {
    super(`${path.join('.') || 'the schema'} ${message}`);
    this.name = 'BrokenSchema';
  }
}

/** How deep a schema of a CRD may be: deeper ones are circular or hostile. */
const deepest = 200;

const limitKeys = [
  'enum',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;

/** The node of a CRD's schema. Throws `BrokenSchema`. */
export function compileCrdSchema(schema: unknown, metadata: Node): Node {
  const node = compile(schema, [], metadata, false);
  node.type = 'object';
  asObject(node, metadata, node.embedded);
  return node;
}

/** The node of a part of a CRD's schema. Throws `BrokenSchema`. */
export function compileCrdPart(schema: unknown): Node {
  return compile(schema, [], { ...newNode('object'), open: true }, false);
}

/** `apiVersion`, `kind` and `metadata` belong to every object, whatever its schema says of them. */
function asObject(node: Node, metadata: Node, embedded: boolean): void {
  const properties = (node.properties ??= new Map<string, Node>());
  for (const name of ['apiVersion', 'kind']) {
    if (!properties.has(name)) properties.set(name, newNode('string'));
  }
  // Limits of the name that a CRD states count beside the general ones.
  const own = embedded ? undefined : properties.get('metadata');
  const limited = own?.properties !== undefined;
  properties.set('metadata', limited ? { ...metadata, allOf: [{ ...own, open: true }] } : metadata);
  node.required = [...new Set([...node.required, ...(embedded ? ['apiVersion', 'kind'] : [])])];
}

function compile(schema: unknown, path: readonly string[], metadata: Node, inLogic: boolean): Node {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new BrokenSchema(path, 'is no schema');
  }
  if (path.length > deepest) throw new BrokenSchema(path.slice(0, 8), 'never ends');
  const json = schema as JsonSchema;
  if (json['$ref'] !== undefined) throw new BrokenSchema(path, 'refers to another schema');
  const node = newNode(typeOf(json, path));
  const inner = (value: unknown, ...more: string[]): Node =>
    compile(value, [...path, ...more], metadata, inLogic);
  const all = (key: 'allOf' | 'anyOf' | 'oneOf'): Node[] =>
    list(json[key], [...path, key]).map((each, index) =>
      compile(each, [...path, key, String(index)], metadata, true),
    );

  node.nullable = json['nullable'] === true;
  node.default = json['default'] as JsonValue | undefined;
  node.limits = limitsOf(json, path);
  node.required = list(json['required'], [...path, 'required']) as string[];
  if (json['properties'] !== undefined) {
    const entries = Object.entries(record(json['properties'], [...path, 'properties']));
    node.properties = new Map(
      entries.map(([name, each]) => [name, inner(each, 'properties', name)]),
    );
  }
  const additional = json['additionalProperties'];
  if (typeof additional === 'object') node.values = inner(additional, 'additionalProperties');
  if (json['items'] !== undefined) node.items = inner(json['items'], 'items');
  node.open =
    inLogic ||
    node.type === 'any' ||
    additional === true ||
    json['x-kubernetes-preserve-unknown-fields'] === true;
  listType(node, json);
  node.allOf = all('allOf');
  node.anyOf = all('anyOf');
  node.oneOf = all('oneOf');
  if (json['not'] !== undefined) node.not = compile(json['not'], [...path, 'not'], metadata, true);
  node.validations = rules(json['x-kubernetes-validations'], [...path, 'x-kubernetes-validations']);
  node.embedded = json['x-kubernetes-embedded-resource'] === true;
  if (node.embedded) asObject(node, metadata, true);
  node.ruled =
    node.validations.length > 0 ||
    [...(node.properties?.values() ?? []), node.values, node.items].some((each) => each?.ruled);
  return node;
}

/** The `x-kubernetes-list-type` of a list; a map without its type is not one. */
export function listType(node: Node, json: JsonSchema): void {
  const type = json['x-kubernetes-list-type'];
  if (type === 'set') node.list = 'set';
  const keys = json['x-kubernetes-list-map-keys'];
  if (type === 'map' && Array.isArray(keys)) {
    node.list = 'map';
    node.keys = keys as string[];
  }
}

export function limitsOf(json: JsonSchema, path: readonly string[]): Limits | undefined {
  const found: Record<string, unknown> = {};
  for (const key of limitKeys) if (json[key] !== undefined) found[key] = json[key];
  if (found['enum'] !== undefined && !Array.isArray(found['enum'])) {
    throw new BrokenSchema([...path, 'enum'], 'is no list');
  }
  for (const key of ['pattern', 'format']) {
    const value = found[key];
    if (value !== undefined && typeof value !== 'string')
      throw new BrokenSchema([...path, key], 'is no text');
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

const types = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

function typeOf(json: JsonSchema, path: readonly string[]): NodeType {
  if (json['x-kubernetes-int-or-string'] === true) return 'int-or-string';
  const { type } = json;
  if (type === undefined || type === '') return 'any';
  if (typeof type === 'string' && types.has(type)) return type as NodeType;
  throw new BrokenSchema([...path, 'type'], 'is no type');
}

function rules(value: unknown, path: readonly string[]): readonly RuleSource[] {
  return list(value, path).map((each) => {
    const { rule } = record(each, path) as { readonly rule?: unknown };
    if (typeof rule !== 'string') throw new BrokenSchema(path, 'has a rule that is no text');
    return each as RuleSource;
  });
}

function list(value: unknown, path: readonly string[]): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BrokenSchema(path, 'is no list');
  return value;
}

function record(value: unknown, path: readonly string[]): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new BrokenSchema(path, 'is no map');
}
