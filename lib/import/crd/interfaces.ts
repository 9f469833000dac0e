import { docstring, documentation } from './docstring.ts';
import type { Schema } from './schema.ts';

/** A schema that becomes interfaces: `name` is the interface of the schema itself. */
export interface Root {
  readonly name: string;
  readonly schema: Schema;
}

const lineWidth = 100;
const freeForm = '{ readonly [key: string]: unknown }';

/**
 * Declares the interfaces of `roots` and of everything nested in them, in that order.
 *
 * A nested interface has the name of its root and its path: `GitRepositorySpecRef`. Where one
 * property name always stands for the same schema within a root, or within all of them, the
 * interface is declared once, as `HelmReleaseSpecTarget` or `SourceSecretRef` (`group` is the
 * prefix of the latter).
 */
export function interfaces(roots: readonly Root[], group: string): string {
  const names = new Names(roots, group);
  const shapes = new Map<string, string>();
  const declarations: string[] = [];
  // Two paths can read the same: `fooBar` and `foo.bar`.
  const free = (name: string, schema: Schema): string => {
    const shape = shapeOf(schema);
    let found = name;
    for (let count = 2; (shapes.get(found) ?? shape) !== shape; count += 1) {
      found = `${name}${String(count)}`;
    }
    return found;
  };
  const declare = (name: string, schema: Schema, about: readonly string[], root: string): void => {
    const shape = shapeOf(schema);
    const other = shapes.get(name);
    if (other === shape) return;
    shapes.set(name, shape);
    const place = declarations.push('') - 1;
    const reference: Reference = (property, nested) => {
      const wanted = names.of(root, name, property);
      const nestedName = free(wanted, nested);
      const shared = wanted !== name + pascalCase(property);
      const item = schema.properties?.[property] !== nested;
      const position = shared ? ', the same wherever it stands.' : ` of \`${name}\`.`;
      const words = item && !shared ? documentation(nested) : [];
      if (words.length === 0) words.push(`\`${property}\`${position}`);
      declare(nestedName, nested, words, root);
      return nestedName;
    };
    declarations[place] = docstring(about) + declaration(name, schema, reference);
  };
  for (const { name, schema } of roots) declare(name, schema, documentation(schema), name);
  return declarations.join('\n');
}

/** Declares the interface of the object that stands at `property`, and gives its name. */
type Reference = (property: string, schema: Schema) => string;

function declaration(name: string, schema: Schema, reference: Reference): string {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([property, field]) => {
    // The API server fills defaults in before it looks for required fields.
    const given = required.has(property) && field.default === undefined;
    const type = typeOf(field, property, reference) + (given ? '' : ' | undefined');
    const head = `  readonly ${propertyName(property)}${given ? '' : '?'}:`;
    const fits = `${head} ${type};`.length <= lineWidth;
    const value = fits ? ` ${type}` : broken(field, type, given);
    return `${docstring(documentation(field), '  ')}${head}${value};`;
  });
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) {
    fields.push('  /** Further fields are allowed. */\n  readonly [key: string]: unknown;');
  }
  const body = fields.length === 0 ? '' : `\n${fields.join('\n')}\n`;
  return `export interface ${name} {${body}}\n`;
}

function typeOf(schema: Schema, property: string, reference: Reference): string {
  const type = plainTypeOf(schema, property, reference);
  return schema.nullable === true ? `${type} | null` : type;
}

function plainTypeOf(schema: Schema, property: string, reference: Reference): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  if (schema.properties !== undefined) return reference(property, schema);
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type;
    case 'any':
      return 'unknown';
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly ${elementOf(schema.items ?? {}, property, reference)}[]`;
    default:
      return mapOf(schema.additionalProperties, property, reference);
  }
}

function elementOf(items: Schema, property: string, reference: Reference): string {
  const type = memberOf(items, property, reference);
  return type.includes(' | ') || type.startsWith('readonly ') ? `(${type})` : type;
}

function mapOf(
  values: Schema | boolean | undefined,
  property: string,
  reference: Reference,
): string {
  if (values === undefined || typeof values === 'boolean') return freeForm;
  return `{ readonly [key: string]: ${memberOf(values, property, reference)} }`;
}

/** An item or map value: of no declared type it is any JSON, where a property is an object. */
function memberOf(schema: Schema, property: string, reference: Reference): string {
  const typed = schema.type !== undefined || schema.enum !== undefined;
  const any = !typed && schema['x-kubernetes-int-or-string'] !== true;
  return any ? 'unknown' : typeOf(schema, property, reference);
}

/** A type that is too long for one line, with each member of its union on a line of its own. */
function broken({ enum: own, items }: Schema, type: string, given: boolean): string {
  const members = (own ?? items?.enum)?.map(literal) ?? [];
  const lines = (indent: string): string => members.map((m) => `\n${indent}| ${m}`).join('');
  const optional = given ? '' : '\n    | undefined';
  if (own !== undefined) return lines('    ') + optional;
  if (members.length > 0 && given) return ` readonly (${lines('    ')}\n  )[]`;
  if (members.length > 0) return `\n    | readonly (${lines('        ')}\n      )[]${optional}`;
  return given ? ` ${type}` : `\n    | ${type.replace(/ \| undefined$/, '')}${optional}`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** A string literal in single quotes. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** Decides which nested interfaces are shared, and under which name. */
class Names {
  readonly #group: string;
  readonly #shapes = new Map<string, Set<string>>();
  readonly #uses = new Map<string, number>();
  readonly #roots = new Map<string, Set<string>>();

  constructor(roots: readonly Root[], group: string) {
    this.#group = group;
    for (const root of roots) this.#collect(root.schema, root.name);
  }

  of(root: string, path: string, property: string): string {
    const roots = this.#roots.get(property)?.size ?? 0;
    const pascal = pascalCase(property);
    if (roots > 1 && this.#shapes.get(property)?.size === 1) return this.#group + pascal;
    const own = `${root}/${property}`;
    if ((this.#uses.get(own) ?? 0) > 1 && this.#shapes.get(own)?.size === 1) return root + pascal;
    return path + pascal;
  }

  #collect(schema: Schema, root: string): void {
    for (const [property, field] of Object.entries(schema.properties ?? {})) {
      const nested = objectIn(field);
      if (nested === undefined) continue;
      const own = `${root}/${property}`;
      const shape = shapeOf(nested);
      put(this.#shapes, property, shape);
      put(this.#shapes, own, shape);
      put(this.#roots, property, root);
      this.#uses.set(own, (this.#uses.get(own) ?? 0) + 1);
      this.#collect(nested, root);
    }
  }
}

/** The schema with properties that a field holds, itself or as list items or map values. */
function objectIn(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return objectIn(schema.items);
  return typeof schema.additionalProperties === 'object'
    ? objectIn(schema.additionalProperties)
    : undefined;
}

/** What makes two objects the same interface: all but the description of the object itself. */
function shapeOf({ description: _, ...schema }: Schema): string {
  return JSON.stringify(schema);
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set();
  map.set(key, values.add(value));
}

/** A name as part of a type's: `secretRef` as `SecretRef`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
