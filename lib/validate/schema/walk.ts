import type { JsonObject, JsonValue } from '../../kubernetes/index.ts';
import { hasDuplicates, keyOfItem } from './items.ts';
import { limitProblem } from './limits.ts';
import type { Node } from './node.ts';
import type { Path } from '../path.ts';
import type { SchemaProblem } from './problem.ts';
import { isQuantity } from './quantity.ts';

/** A place whose schema has rules in CEL, for when the rest is right. */
export interface RuledPlace {
  readonly node: Node;
  readonly value: JsonValue;
  readonly path: Path;
}

/** Deeper than any object is; what the API server refuses too. */
const deepest = 1000;
/** A person mends some and looks again. */
const most = 100;

/** One walk through an object along its schema. Paths are copied only where something is wrong. */
export class Walk {
  readonly problems: SchemaProblem[] = [];
  readonly ruled: RuledPlace[] = [];
  readonly #path: (string | number)[] = [];
  /** Kubernetes decodes its own kinds into Go, which takes null for an absent value. */
  readonly #nullIsAbsent: boolean;

  constructor(nullIsAbsent: boolean, path: Path = []) {
    this.#nullIsAbsent = nullIsAbsent;
    this.#path.push(...path);
  }

  report(kind: SchemaProblem['kind'], message: string, below: Path = []): void {
    if (this.problems.length < most) {
      this.problems.push({ path: [...this.#path, ...below], message, kind });
    }
  }

  value(node: Node, value: JsonValue): void {
    if (value === null) {
      if (!node.nullable && node.type !== 'any') this.#wrongType(node, value);
      return;
    }
    if (!hasType(node, value)) {
      this.#wrongType(node, value);
      return;
    }
    if (this.#path.length > deepest) {
      this.report('forbidden', 'is nested too deeply');
      return;
    }
    if (node.limits !== undefined) {
      const problem = limitProblem(node.limits, value);
      if (problem !== undefined) this.report('wrong-value', problem);
    }
    if (typeof value === 'object') {
      if (Array.isArray(value)) this.#list(node, value as readonly JsonValue[]);
      else this.#object(node, value as JsonObject);
    }
    if (node.field !== undefined) node.field(value, this.#reporter);
    if (node.validations.length > 0) this.ruled.push({ node, value, path: [...this.#path] });
    if (node.allOf.length > 0 || node.anyOf.length > 0 || node.oneOf.length > 0 || node.not) {
      this.#logic(node, value);
    }
  }

  #object(node: Node, object: JsonObject): void {
    const { properties, values } = node;
    for (const name of node.required) {
      const given = object[name];
      if (given !== undefined && (given !== null || this.#mayBeNull(node, name))) continue;
      if (properties?.get(name)?.default === undefined) {
        this.report('missing-field', `needs the field ${name}`);
      }
    }
    if (properties !== undefined || values !== undefined || !node.open) {
      for (const name in object) {
        const inner = properties?.get(name) ?? values;
        const value = object[name];
        if (inner === undefined) {
          if (!node.open && value !== undefined) this.#unknown(node, name);
          continue;
        }
        if (value === undefined) continue;
        // Null where a default stands is taken for absent, and in Go everywhere.
        const mayBeNull = this.#nullIsAbsent || inner.default !== undefined;
        if (value === null && mayBeNull) continue;
        this.#path.push(name);
        this.value(inner, value);
        this.#path.pop();
      }
    }
    if (node.ruled && properties !== undefined) this.#defaults(properties, object);
    if (node.check !== undefined) node.check(object, this.#reporter);
  }

  /** Rules hold for what the API server fills in too. */
  #defaults(properties: ReadonlyMap<string, Node>, object: JsonObject): void {
    for (const [name, inner] of properties) {
      if (!inner.ruled || inner.default === undefined || (object[name] ?? null) !== null) continue;
      this.#path.push(name);
      this.value(inner, inner.default);
      this.#path.pop();
    }
  }

  #mayBeNull(node: Node, name: string): boolean {
    const inner = node.properties?.get(name);
    return inner === undefined || inner.nullable || inner.type === 'any';
  }

  #list(node: Node, list: readonly JsonValue[]): void {
    if (node.items === undefined) return;
    for (let index = 0; index < list.length; index += 1) {
      this.#path.push(index);
      this.value(node.items, list[index] ?? null);
      this.#path.pop();
    }
    if (node.list === 'set' && list.length > 1) {
      const twice = hasDuplicates(list.map((item) => JSON.stringify(item, withLongNumbers)));
      if (twice !== undefined) this.report('duplicate-item', 'stands in the set twice', [twice]);
    }
    if (node.list === 'map' && list.length > 0) this.#listMap(node, list);
  }

  /** An item without its key lacks a required field, which is said there. */
  #listMap(node: Node, list: readonly JsonValue[]): void {
    const twice = hasDuplicates(list.map((item) => keyOfItem(node, item)));
    if (twice === undefined) return;
    const names = node.keys.join(' and ');
    this.report('duplicate-item', `has the same ${names} as an item before it`, [twice]);
  }

  #logic(node: Node, value: JsonValue): void {
    for (const each of node.allOf) this.value(each, value);
    if (node.anyOf.length > 0 && !node.anyOf.some((each) => this.#matches(each, value))) {
      this.report('wrong-value', 'matches none of the alternatives (anyOf)');
    }
    if (node.oneOf.length > 0) {
      const matching = node.oneOf.filter((each) => this.#matches(each, value)).length;
      if (matching !== 1) {
        const found = matching === 0 ? 'none' : 'more than one';
        this.report('wrong-value', `matches ${found} of the alternatives (oneOf)`);
      }
    }
    if (node.not !== undefined && this.#matches(node.not, value)) {
      this.report('wrong-value', 'matches what it must not (not)');
    }
  }

  #matches(node: Node, value: JsonValue): boolean {
    const walk = new Walk(this.#nullIsAbsent);
    walk.value(node, value);
    return walk.problems.length === 0;
  }

  #unknown(node: Node, name: string): void {
    const near = nearest(name, node.properties?.keys() ?? []);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    this.report('unknown-field', `is no field of this object${hint}`, [name]);
  }

  #wrongType(node: Node, value: JsonValue): void {
    this.report('wrong-type', `must be ${typeNames[node.type]}, not ${nameOfType(value)}`);
  }

  readonly #reporter = (
    message: string,
    path: Path = [],
    kind: SchemaProblem['kind'] = 'wrong-value',
  ): void => {
    this.report(kind, message, path);
  };
}

function hasType(node: Node, value: NonNullable<JsonValue>): boolean {
  switch (node.type) {
    case 'any':
      return true;
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
    case 'boolean':
      return typeof value === node.type;
    case 'integer':
      return isInteger(value);
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'int-or-string':
      return typeof value === 'string' || isInteger(value);
    case 'quantity':
      return typeof value === 'string'
        ? isQuantity(value)
        : typeof value === 'number' || typeof value === 'bigint';
  }
}

function isInteger(value: JsonValue): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

const typeNames: Readonly<Record<Node['type'], string>> = {
  any: 'a value',
  array: 'a list',
  boolean: 'a boolean',
  integer: 'an integer',
  'int-or-string': 'an integer or a string',
  number: 'a number',
  object: 'a map',
  quantity: 'a quantity such as 500m or 1Gi',
  string: 'a string',
};

function nameOfType(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'this string';
    case 'boolean':
      return 'a boolean';
    case 'object':
      return 'a map';
    default:
      return 'a number';
  }
}

function withLongNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The declared name that a typing mistake leads to: another case, or one letter off. */
function nearest(name: string, declared: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  for (const each of declared) {
    const lower = each.toLowerCase();
    if (lower === wanted || lower === `${wanted}s` || `${lower}s` === wanted) return each;
    if (oneLetterOff(lower, wanted)) return each;
  }
  return undefined;
}

function oneLetterOff(a: string, b: string): boolean {
  if (a.length < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const left = Math.max(a.length, b.length) - start - end;
  const swapped =
    a.length === b.length && left === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
  return left <= 1 || swapped;
}
