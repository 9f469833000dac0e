import { type Document, isMap, isScalar, isSeq, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { KustomizationSpec } from '../../flux/index.ts';
import { joinPath, kindOf, type Tree } from '../tree.ts';
import { dropUnknownFields } from './kustomization-file.ts';

/** A kustomization.yaml that carries what a Kustomization's spec adds. */
export interface Merged {
  readonly text: string;
  /** Whether it says something else than the file in the tree. */
  readonly changed: boolean;
}

/** The fields of a spec that are merged, but for what leaves components out. */
const mergedFields = [
  ...(['targetNamespace', 'namePrefix', 'nameSuffix', 'patches', 'images'] as const),
  ...(['buildMetadata', 'components'] as const),
];

/** Whether a merge adds anything. */
export function isMerged(spec: Partial<KustomizationSpec>): boolean {
  return mergedFields.some((field) => {
    const value = spec[field];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}

/** All of a spec, and of the tree, that a merge depends on. */
export function mergeInputs(
  tree: Tree,
  folder: string,
  spec: Partial<KustomizationSpec>,
): Readonly<Record<string, unknown>> {
  if (!isMerged(spec)) return {};
  const { components, ignoreMissingComponents } = spec;
  const missing =
    ignoreMissingComponents === true
      ? components?.filter((component) => !exists(tree, folder, component))
      : undefined;
  return { ...Object.fromEntries(mergedFields.map((field) => [field, spec[field]])), missing };
}

/** Paths that kustomize would fetch (fluxcd/pkg kustomize v1.35.6, kustomize_generator.go). */
const remotePrefix = /^(?:git::|gh:|ssh:\/\/|https:\/\/|http:\/\/|git@|github\.com[:/])./i;

/** Whether a path is one below a folder; as the controller asks of components. */
export function isLocalRelativePath(path: string): boolean {
  return !remotePrefix.test(path) && !/^(?:file:\/\/)?\//i.test(path);
}

/**
 * Writes the fields of a Kustomization's spec into kustomization.yaml as kustomize-controller does
 * before a build (fluxcd/pkg kustomize v1.35.6, kustomize_generator.go: GenerateManifest).
 *
 * @param isGenerated whether the document was made up, because the folder has no kustomization.yaml
 * @returns text where the controller would refuse the spec
 */
export function mergeSpec(
  tree: Tree,
  folder: string,
  document: Document,
  spec: Partial<KustomizationSpec>,
  isGenerated: boolean,
): Merged | string {
  const map = document.contents as YAMLMap;
  let changed = isGenerated;
  if (dropUnknownFields(map)) changed = true;
  const set = (key: string, value: unknown): void => {
    map.set(key, value);
    changed = true;
  };
  if (!isGenerated && lengthOf(map, 'resources') === 0) {
    // Otherwise kustomize would call a file with nothing but generators empty.
    set('buildMetadata', sequence([text('originAnnotations')]));
  }
  if (spec.targetNamespace !== undefined) set('namespace', text(spec.targetNamespace));
  if (spec.namePrefix !== undefined) set('namePrefix', text(spec.namePrefix));
  if (spec.nameSuffix !== undefined) set('nameSuffix', text(spec.nameSuffix));
  const append = (key: string, items: readonly unknown[]): void => {
    if (items.length > 0) set(key, sequence([...itemsOf(map, key), ...items]));
  };
  append(
    'patches',
    (spec.patches ?? []).map(({ patch, target }) =>
      mapOf({ patch, target: target && mapOf({ ...target }) }),
    ),
  );
  const components: Scalar[] = [];
  for (const component of spec.components ?? []) {
    if (!isLocalRelativePath(component)) return `component ${component} is no relative path`;
    if (spec.ignoreMissingComponents === true && !exists(tree, folder, component)) continue;
    components.push(text(component));
  }
  append('components', components);
  for (const image of spec.images ?? []) mergeImage(map, image, append);
  if ((spec.images ?? []).length > 0) changed = true;
  if ((spec.buildMetadata ?? []).length > 0) {
    set('buildMetadata', sequence((spec.buildMetadata ?? []).map(text)));
  }
  return { text: document.toString({ lineWidth: 0 }), changed };
}

function exists(tree: Tree, folder: string, relative: string): boolean {
  const path = joinPath(folder, relative);
  return path !== undefined && kindOf(tree, path) !== undefined;
}

/** An entry for the same name is completed; a tag and a digest replace each other. */
function mergeImage(
  map: YAMLMap,
  { name, newName, newTag, digest }: NonNullable<KustomizationSpec['images']>[number],
  append: (key: string, items: readonly unknown[]) => void,
): void {
  const known = itemsOf(map, 'images').find(
    (item): item is YAMLMap => isMap(item) && String(item.get('name')) === name,
  );
  if (known === undefined) {
    append('images', [mapOf({ name, newName, newTag, digest })]);
    return;
  }
  if (newName !== undefined && newName !== '') known.set('newName', text(newName));
  const version = { newTag, digest };
  if (!Object.values(version).some((value) => value !== undefined && value !== '')) return;
  for (const [key, value] of Object.entries(version)) {
    if (value === undefined || value === '') known.delete(key);
    else known.set(key, text(value));
  }
}

/** Text in quotes, whatever it looks like. */
function text(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function mapOf(values: Readonly<Record<string, unknown>>): YAMLMap {
  const map = new YAMLMap();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    map.set(key, typeof value === 'string' ? text(value) : value);
  }
  return map;
}

function sequence(items: readonly unknown[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items.push(...items);
  return list;
}

function itemsOf(map: YAMLMap, key: string): readonly unknown[] {
  const value = map.get(key, true) as unknown;
  return isSeq(value) ? value.items : [];
}

function lengthOf(map: YAMLMap, key: string): number {
  return itemsOf(map, key).filter((item) => !isScalar(item) || item.value !== '').length;
}
