import { isList, isMap, type Manifest } from '../kubernetes/index.ts';

/** A spec as far as its CRD allows it, and the fields that were left out. */
interface WellFormed {
  readonly spec: object;
  readonly malformed: readonly string[];
}

/** Whether a value is what a field holds. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const flag: Shape = (value) => typeof value === 'boolean';
export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    isList(value) && value.every(shape);
const mapOf =
  (shape: Shape): Shape =>
  (value) =>
    isMap(value) && Object.values(value).every(shape);
export const withFields =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isMap(value) &&
    Object.entries(fields).every(([field, shape]) => isAbsent(value[field]) || shape(value[field]));
// A field that is null is one that is not there.
const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** A map whose content is a person's own, nulls included. */
export const anyMap: Shape = (value) => isMap(value);

export const named = withFields({ kind: text, name: text, namespace: text, apiVersion: text });
export const texts = mapOf(text);

/**
 * Reads the specs of one kind without what the API server would refuse, and without what is null: who
 * reads them then need not ask whether a list is one.
 */
export class Specs<Spec extends object> {
  readonly #shapes: Readonly<Record<string, Shape>>;
  readonly #known = new WeakMap<Manifest, WellFormed>();

  /** @param shapes of the fields that are read */
  constructor(shapes: Readonly<Record<string, Shape>>) {
    this.#shapes = shapes;
  }

  of(manifest: Manifest): Partial<Spec> {
    return this.#read(manifest).spec;
  }

  /** The fields that were left out, as `spec.path`. */
  malformed(manifest: Manifest): readonly string[] {
    return this.#read(manifest).malformed;
  }

  #read(manifest: Manifest): WellFormed {
    const read = this.#known.get(manifest) ?? wellFormed(manifest['spec'], this.#shapes);
    this.#known.set(manifest, read);
    return read;
  }
}

function wellFormed(spec: unknown, shapes: Readonly<Record<string, Shape>>): WellFormed {
  if (!isMap(spec)) return { spec: {}, malformed: isAbsent(spec) ? [] : ['spec'] };
  const malformed = Object.entries(shapes)
    .filter(([field, shape]) => !isAbsent(spec[field]) && !shape(spec[field]))
    .map(([field]) => field);
  const isOwn = (field: string): boolean => shapes[field] === anyMap;
  const isWhole =
    malformed.length === 0 &&
    !Object.entries(spec).some(
      ([field, value]) => value === null || (!isOwn(field) && hasNull(value)),
    );
  if (isWhole) return { spec, malformed };
  const rest = Object.entries(spec).filter(
    ([field, value]) => value !== null && !malformed.includes(field),
  );
  return {
    spec: Object.fromEntries(
      rest.map(([field, value]) => [field, isOwn(field) ? value : withoutNulls(value)]),
    ),
    malformed: malformed.map((field) => `spec.${field}`),
  };
}

function hasNull(value: unknown): boolean {
  return isMap(value) && Object.values(value).includes(null);
}

function withoutNulls(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}
