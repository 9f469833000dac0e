import type { KustomizationSpec } from '../../flux/index.ts';
import {
  groupOf,
  type JsonObject,
  type JsonValue,
  type Manifest,
  readYaml,
} from '../../kubernetes/index.ts';
import type { BuiltObject } from './plain.ts';

type Patch = NonNullable<KustomizationSpec['patches']>[number];

/** A strategic merge of maps into custom resources of one kind, which needs no schema. */
interface SimplePatch {
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly kind: string;
  readonly values: JsonObject;
}

/** The patches of a spec: those that kustomize applies, and after them those applied here. */
export interface SplitPatches {
  readonly native: readonly Patch[];
  readonly simple: readonly SimplePatch[];
}

/** Fields of a kustomization.yaml that read what a patch wrote. */
const afterPatches = [
  ...['replacements', 'vars', 'images', 'imageTags', 'replicas', 'transformers', 'validators'],
  ...['configurations', 'openapi', 'buildMetadata'],
];

/**
 * Takes from the end of a spec's patches those that can be applied to what kustomize builds without
 * them, with the same result. kustomize loads all schemas of Kubernetes for the first such patch,
 * ten times as long as the rest of a build, and parents often give one to each child.
 *
 * @param text the folder's kustomization.yaml, undefined where it has none
 */
export function splitPatches(
  spec: Partial<KustomizationSpec>,
  text: string | undefined,
): SplitPatches {
  const patches = spec.patches ?? [];
  if (patches.length === 0 || !isIndifferent(spec, text)) return { native: patches, simple: [] };
  const simple: SimplePatch[] = [];
  for (const patch of [...patches].reverse()) {
    const read = readSimple(patch);
    if (read === undefined) break;
    simple.unshift(read);
  }
  return { native: patches.slice(0, patches.length - simple.length), simple };
}

/** Whether nothing that kustomize does after patches looks at what they wrote. */
function isIndifferent(spec: Partial<KustomizationSpec>, text: string | undefined): boolean {
  if ((spec.images ?? []).length > 0 || (spec.buildMetadata ?? []).length > 0) return false;
  if (text === undefined) return true;
  const read = readYaml(text);
  if ('problem' in read) return false;
  const names = Object.keys(read.documents[0] ?? {}).map((name) => name.toLowerCase());
  return !afterPatches.some((name) => names.includes(name.toLowerCase()));
}

// No expression but a name.
const literal = /^[A-Za-z0-9.-]+$/;

function readSimple({ patch, target }: Patch): SimplePatch | undefined {
  const { group, version, kind, ...more } = target ?? {};
  if (kind === undefined || Object.values(more).some((each) => each !== undefined))
    return undefined;
  if (![group, version, kind].every((each) => each === undefined || literal.test(each))) {
    return undefined;
  }
  const read = readYaml(patch);
  if ('problem' in read || read.documents.length !== 1) return undefined;
  const { apiVersion: _, kind: __, metadata = {}, ...values } = read.documents[0] ?? {};
  const isNamed = Object.keys(metadata as JsonObject).every((key) => key === 'name');
  if (!isNamed || !Object.values(values).every(isSimple)) return undefined;
  return { group, version, kind, values };
}

/** Free of what deletes, replaces or merges by directive. */
function isSimple(value: JsonValue): boolean {
  if (value === null) return false;
  if (typeof value !== 'object') return true;
  if (Array.isArray(value))
    return value.length > 0 && (value as readonly JsonValue[]).every(isSimple);
  const entries = Object.entries(value);
  return (
    entries.length > 0 && entries.every(([key, each]) => !key.startsWith('$') && isSimple(each))
  );
}

/**
 * Applies patches to what was built.
 *
 * @returns undefined where only kustomize knows the result
 */
export function applySimplePatches(
  objects: readonly BuiltObject[],
  patches: readonly SimplePatch[],
): readonly BuiltObject[] | undefined {
  const patched: BuiltObject[] = [];
  for (const object of objects) {
    let { manifest } = object;
    for (const patch of patches) {
      if (!isTarget(manifest, patch)) continue;
      // The lists of built-in kinds have keys by which they merge.
      if (!isCustom(manifest)) return undefined;
      const merged = merge(manifest as JsonObject, patch.values);
      if (merged === undefined) return undefined;
      manifest = merged as unknown as Manifest;
    }
    patched.push({ ...object, manifest });
  }
  return patched;
}

function isTarget({ apiVersion, kind }: Manifest, patch: SimplePatch): boolean {
  return (
    kind === patch.kind &&
    (patch.group === undefined || patch.group === groupOf(apiVersion)) &&
    (patch.version === undefined || patch.version === apiVersion.replace(/^.*\//, ''))
  );
}

function isCustom({ apiVersion }: Manifest): boolean {
  const group = groupOf(apiVersion);
  return group.includes('.') && !group.endsWith('.k8s.io');
}

function merge(into: JsonObject, from: JsonObject): JsonObject | undefined {
  const merged: Record<string, JsonValue> = { ...into };
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    if (old === undefined || old === null) {
      merged[key] = value;
    } else if (isMap(old) && isMap(value)) {
      const inner = merge(old, value);
      if (inner === undefined) return undefined;
      merged[key] = inner;
    } else if (isMap(old) || isMap(value) || Array.isArray(old) !== Array.isArray(value)) {
      return undefined;
    } else {
      merged[key] = value;
    }
  }
  return merged;
}

function isMap(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
