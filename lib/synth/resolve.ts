import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import { type Fleet, isFleet } from '../constructs/index.ts';
import type { JsonObject, JsonValue } from '../kubernetes/index.ts';
import { aggregationLabel, selectorLabel, selectorNames } from './selectors.ts';

/** Deeper values are taken for circular ones; Kubernetes itself refuses such depth. */
const deepest = 200;

/** A value that has no form in YAML. */
export class UnrenderableError extends Error {
  /** The path of the value inside the object. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.name = 'UnrenderableError';
    this.field = field;
  }
}

/** What resolving needs to know of the tree. */
export interface ResolveContext {
  /** A selector's value that does not depend on the path. */
  selector(value: string): string;
}

interface Resolvable {
  resolve(): unknown;
}

class Resolver {
  readonly #context: ResolveContext;
  readonly #path: (string | number)[] = [];

  constructor(context: ResolveContext) {
    this.#context = context;
  }

  /** Undefined stands for a value that is not there. */
  resolve(value: unknown): JsonValue | undefined {
    switch (typeof value) {
      case 'string':
        if (!value.isWellFormed()) this.#fail('text holds half of a surrogate pair');
        return value;
      case 'number':
        if (!Number.isFinite(value)) this.#fail(`${String(value)} is no JSON number`);
        return value;
      case 'boolean':
      case 'bigint':
      case 'undefined':
        return value;
      case 'object':
        return value === null ? null : this.#resolveObject(value);
      default:
        return this.#fail(`a ${typeof value} has no form in YAML`);
    }
  }

  #resolveObject(value: object): JsonValue | undefined {
    if (this.#path.length > deepest) this.#fail('the value is circular or too deep');
    if (value instanceof Lazy) return this.resolve(value.produce());
    if (typeof (value as Partial<Resolvable>).resolve === 'function') {
      return this.resolve((value as Resolvable).resolve());
    }
    if (Array.isArray(value)) return this.#resolveList(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#resolveMap(value);
    // The unions of numbers and strings that cdk8s generates are read by their `value`.
    const union = (value as { value?: unknown }).value;
    if (typeof union === 'number' || typeof union === 'string') return { value: union };
    return this.#fail(`a ${value.constructor.name} has no form in YAML`);
  }

  #resolveList(values: readonly unknown[]): JsonValue[] {
    const out: JsonValue[] = [];
    for (let index = 0; index < values.length; index += 1) {
      this.#path.push(index);
      const item = this.resolve(values[index]);
      if (item !== undefined) out.push(item);
      this.#path.pop();
    }
    return out;
  }

  #resolveMap(value: object): JsonObject {
    const out: Record<string, JsonValue> = {};
    for (const key of Object.keys(value)) {
      this.#path.push(key);
      const item = this.resolve((value as Record<string, unknown>)[key]);
      if (item !== undefined) this.#define(out, key, item);
      this.#path.pop();
    }
    return out;
  }

  #define(out: Record<string, JsonValue>, key: string, item: JsonValue): void {
    if (key === selectorLabel && typeof item === 'string') {
      out[key] = this.#context.selector(item);
    } else if (key.startsWith(aggregationLabel)) {
      const role = this.#context.selector(key.slice(aggregationLabel.length));
      out[aggregationLabel + role] = item;
    } else if (key === '__proto__') {
      Object.defineProperty(out, key, { value: item, enumerable: true });
    } else {
      out[key] = item;
    }
  }

  #fail(message: string): never {
    const field = this.#path.reduce<string>(
      (path, part) =>
        typeof part === 'number'
          ? `${path}[${String(part)}]`
          : path === ''
            ? part
            : `${path}.${part}`,
      '',
    );
    throw new UnrenderableError(field, message);
  }
}

// Private fields of cdk8s 2.70, whose own toJson drops nulls and walks each object three times.
interface ApiObjectInternals {
  readonly props: object;
  readonly patches: JsonPatch[];
  readonly metadata: MetadataInternals;
}

interface MetadataInternals {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels: object;
  readonly annotations: object;
  readonly finalizers: readonly unknown[];
  readonly ownerReferences: readonly unknown[];
  readonly _additionalAttributes: object;
}

function nonEmpty<T extends object>(value: T): T | undefined {
  for (const key in value) if (Object.hasOwn(value, key)) return value;
  return undefined;
}

function metadataOf(metadata: MetadataInternals): object {
  return {
    ...metadata._additionalAttributes,
    name: metadata.name,
    namespace: metadata.namespace,
    labels: nonEmpty(metadata.labels),
    annotations: nonEmpty(metadata.annotations),
    finalizers: nonEmpty(metadata.finalizers),
    ownerReferences: nonEmpty(metadata.ownerReferences),
  };
}

/**
 * What `toJson` of a cdk8s ApiObject gives, with nulls kept and selectors free of the path.
 *
 * @throws UnrenderableError for a value that has no form in YAML
 */
export function resolveApiObject(object: ApiObject, context: ResolveContext): JsonObject {
  const { props, patches, metadata } = object as unknown as ApiObjectInternals;
  const resolved = new Resolver(context).resolve({ ...props, metadata: metadataOf(metadata) });
  if (patches.length === 0) return resolved as JsonObject;
  return JsonPatch.apply(resolved, ...patches) as JsonObject;
}

/**
 * Any value of a program as data.
 *
 * @throws UnrenderableError for a value that has no form in YAML
 */
export function resolveValue(value: unknown, fleet: Fleet): JsonValue | undefined {
  return new Resolver(contextOf(fleet)).resolve(value);
}

const contexts = new WeakMap<Fleet, ResolveContext>();

function contextOf(fleet: Fleet): ResolveContext {
  let context = contexts.get(fleet);
  if (context === undefined) {
    context = { selector: selectorNames(fleet) };
    contexts.set(fleet, context);
  }
  return context;
}

const installed = Symbol.for('sluice.toJson');

interface RenderedPrototype {
  [installed]?: boolean;
  toJson: (this: ApiObject) => unknown;
}

/**
 * Gives the API objects of a Fleet Sluice's resolver. The classes that cdk8s generates call
 * `super.toJson()`, so the prototype is the only place; other apps' objects are left alone.
 */
function install(): void {
  const prototype = ApiObject.prototype as unknown as RenderedPrototype;
  if (prototype[installed] === true) return;
  prototype[installed] = true;
  const original = prototype.toJson;
  prototype.toJson = function toFleetJson(this: ApiObject): unknown {
    const root: unknown = this.node.root;
    return isFleet(root) ? resolveApiObject(this, contextOf(root)) : original.call(this);
  };
}

install();
