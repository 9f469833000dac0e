import { groupOf, isMap, type JsonValue, type Manifest } from '../kubernetes/index.ts';
import { fluxKinds } from '../flux/index.ts';
import { Code, type Literal } from './literal.ts';
import { className } from './names.ts';

/** A kind of which there are many: a class of its own says what they have in common. */
export interface CommonKind {
  readonly className: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** How many objects are of it. */
  readonly count: number;
  /** Fields of the spec that most have, as most have them; `name` stands for that of the object. */
  readonly fields: ReadonlyMap<string, Literal>;
  /** The type of the spec, where Sluice has it. */
  readonly specType: string | undefined;
}

/** The fewest objects that make it worth naming what they share. */
const fewest = 3;

/** The kinds of which many objects look alike, by `apiVersion` and kind. */
export function commonKinds(objects: readonly Manifest[]): ReadonlyMap<string, CommonKind> {
  const byKind = new Map<string, Manifest[]>();
  for (const each of objects.filter(isSpecAlone)) {
    byKind.set(keyOf(each), [...(byKind.get(keyOf(each)) ?? []), each]);
  }
  const names = new Set<string>();
  const found = new Map<string, CommonKind>();
  for (const [key, all] of [...byKind].sort(([, a], [, b]) => b.length - a.length)) {
    const [first] = all;
    if (first === undefined || all.length < fewest) continue;
    const { apiVersion, kind } = first;
    const plain = className(kind);
    const name = names.has(plain)
      ? className(`${groupOf(apiVersion).split('.')[0] ?? ''}-${kind}`)
      : plain;
    if (names.has(name)) continue;
    names.add(name);
    const specType = isFluxKind(apiVersion, kind) ? `${kind}Spec` : undefined;
    const fields = sharedFields(all);
    found.set(key, { className: name, apiVersion, kind, count: all.length, fields, specType });
  }
  return found;
}

/** The key of an object's kind and version. */
function keyOf({ apiVersion, kind }: Manifest): string {
  return `${apiVersion}/${kind}`;
}

function isFluxKind(apiVersion: string, kind: string): boolean {
  return (
    Object.hasOwn(fluxKinds, kind) &&
    fluxKinds[kind as keyof typeof fluxKinds].apiVersion === apiVersion
  );
}

/** Whether an object is of a kind that has a class, and can be said by it. */
export function commonKindOf(
  kinds: ReadonlyMap<string, CommonKind>,
  manifest: Manifest,
): CommonKind | undefined {
  return isSpecAlone(manifest) ? kinds.get(keyOf(manifest)) : undefined;
}

/** Whether an object is what the API calls it and a spec, and the spec can be told from metadata. */
function isSpecAlone(manifest: Manifest): boolean {
  const keys = Object.keys(manifest).filter((key) => key !== 'spec');
  const { spec } = manifest;
  return (
    keys.length === 3 &&
    isMap(spec) &&
    !('metadata' in spec) &&
    manifest.kind !== 'CustomResourceDefinition'
  );
}

function sharedFields(all: readonly Manifest[]): Map<string, Literal> {
  const counts = new Map<string, Map<string, { count: number; value: Literal }>>();
  for (const { spec, metadata } of all) {
    for (const [field, value] of Object.entries(spec as Record<string, JsonValue>)) {
      const general = withName(value, metadata.name);
      const text = stable(general);
      const values = counts.get(field) ?? new Map<string, { count: number; value: Literal }>();
      const known = values.get(text);
      values.set(text, { count: (known?.count ?? 0) + 1, value: general });
      counts.set(field, values);
    }
  }
  const fields = new Map<string, Literal>();
  for (const [field, values] of counts) {
    const [top] = [...values.values()].sort((a, b) => b.count - a.count);
    const have = [...values.values()].reduce((sum, { count }) => sum + count, 0);
    if (top === undefined || top.count < fewest) continue;
    // A field that few lack, and most have alike, is theirs; else it says what one of them is.
    if (top.count >= all.length * 0.6 && have >= all.length * 0.8) fields.set(field, top.value);
  }
  return fields;
}

const nameCode = new Code('name');

/** A value with the object's own name as an expression, so that it can be shared. */
function withName(value: Literal, name: string): Literal {
  return replaced(value, name, nameCode);
}

/** A value with an expression in place of each text that is another. */
export function replaced(value: Literal, text: string, code: Code): Literal {
  if (value === text) return code;
  if (Array.isArray(value)) {
    return (value as readonly Literal[]).map((item) => replaced(item, text, code));
  }
  if (!isMap(value) || value instanceof Code) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, replaced(item, text, code)]));
}

/** A text that equal values share, in whichever order their keys are. */
export function stable(value: Literal): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return `${String(item)}n`;
    if (item instanceof Code) return { code: item.text };
    if (!isMap(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** What an object of a common kind says beside it; undefined for a shared field that it lacks. */
export function ownFields(kind: CommonKind, { spec, metadata }: Manifest): Map<string, Literal> {
  const own = new Map<string, Literal>();
  const fields = isMap(spec) ? spec : {};
  for (const [field, value] of Object.entries(fields)) {
    const shared = kind.fields.get(field);
    const isSame =
      shared !== undefined && stable(shared) === stable(withName(value, metadata.name));
    if (!isSame) own.set(field, value);
  }
  for (const field of kind.fields.keys())
    if (!(field in fields)) own.set(field, new Code('undefined'));
  return own;
}
