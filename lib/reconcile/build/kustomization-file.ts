import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { kindOf, type Tree } from '../tree.ts';
import { expandAliases } from './expand-aliases.ts';

/** What kustomize takes for a kustomization.yaml, in its order (kustomize api v0.21.1, konfig/general.go). */
export const kustomizationNames = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
] as const;

/** The name of a folder's kustomization.yaml, or undefined. */
export function kustomizationNameIn(tree: Tree, folder: string): string | undefined {
  return kustomizationNames.find((name) => kindOf(tree, below(folder, name)) === 'file');
}

/** A path below a folder. */
export function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** A kustomization.yaml of a tree. */
export interface KustomizationFile {
  readonly file: string;
  readonly text: string;
}

/** The path of a folder's kustomization.yaml, or undefined. */
export function findKustomizationFile(tree: Tree, folder: string): string | undefined {
  const name = kustomizationNameIn(tree, folder);
  return name === undefined ? undefined : below(folder, name);
}

/**
 * Reads a kustomization.yaml so that what is not changed is written as it was: every scalar is
 * text, and kustomize itself decides what it means.
 */
export function parseKustomizationFile(text: string): Document | { problem: string; line: number } {
  const document = parseDocument(text, {
    schema: 'failsafe',
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  // A kustomization.yaml is the first document of its file.
  const error = document.errors.find(({ code }) => code !== 'MULTIPLE_DOCS');
  if (error !== undefined) return { problem: error.message, line: lineAt(error.pos[0]) };
  // A field that is left out must not take an anchor with it.
  const aliased = expandAliases(document);
  if (aliased !== undefined) return { problem: aliased.problem, line: lineAt(aliased.offset) };
  if (
    document.contents === null ||
    (isScalar(document.contents) && document.contents.value === '')
  ) {
    document.contents = document.createNode({}) as unknown as typeof document.contents;
  }
  if (!isMap(document.contents)) return { problem: 'it is no map', line: 1 };
  return document;
}

// The JSON names of the fields of types.Kustomization (kustomize api v0.21.1, types/kustomization.go).
const fields = new Set(
  [
    ...['apiVersion', 'kind', 'metadata', 'openapi', 'namePrefix', 'nameSuffix', 'namespace'],
    ...['commonLabels', 'labels', 'commonAnnotations', 'patchesStrategicMerge', 'patchesJson6902'],
    ...['patches', 'images', 'imageTags', 'replacements', 'replicas', 'vars', 'sortOptions'],
    ...['resources', 'components', 'crds', 'bases', 'configMapGenerator', 'secretGenerator'],
    ...['helmGlobals', 'helmCharts', 'helmChartInflationGenerator', 'generatorOptions'],
    ...['configurations', 'generators', 'transformers', 'validators', 'buildMetadata'],
  ].map((name) => name.toLowerCase()),
);

const patchFields = ['path', 'patch', 'target', 'options'];
const imageFields = ['name', 'newname', 'tagsuffix', 'newtag', 'digest'];
const generatorFields = [
  ...['namespace', 'name', 'behavior', 'literals', 'files', 'envs', 'env', 'options'],
];
const itemFields: Readonly<Record<string, readonly string[]>> = {
  patches: patchFields,
  patchesjson6902: patchFields,
  images: imageFields,
  imagetags: imageFields,
  configmapgenerator: generatorFields,
  secretgenerator: [...generatorFields, 'type'],
  labels: ['pairs', 'includeselectors', 'includetemplates', 'fields'],
  replicas: ['name', 'count'],
};

/**
 * Leaves out what kustomize's types have no field for. kustomize refuses such a file, but the
 * controller reads it leniently and writes it anew, so only the file that it writes loses them.
 *
 * @returns whether there was any
 */
export function dropUnknownFields(map: YAMLMap): boolean {
  let dropped = keep(map, (key) => fields.has(key));
  for (const { key, value } of map.items) {
    const known = itemFields[nameOf(key)];
    if (known === undefined || !isSeq(value)) continue;
    for (const item of value.items) {
      if (isMap(item) && keep(item, (name) => known.includes(name))) dropped = true;
    }
  }
  return dropped;
}

function keep(map: YAMLMap, isKnown: (key: string) => boolean): boolean {
  const kept = map.items.filter(({ key }) => isKnown(nameOf(key)));
  const dropped = kept.length < map.items.length;
  map.items = kept;
  return dropped;
}

function nameOf(key: unknown): string {
  // Go's encoding/json takes the names of fields in any case.
  return String(isScalar(key) ? key.value : key).toLowerCase();
}
