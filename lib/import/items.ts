import { isMap, type JsonObject, type Manifest } from '../kubernetes/index.ts';
import { type AppBefore, type ImportedObject, isSealed } from './app-before.ts';
import { type CommonKind, commonKindOf, ownFields, replaced, stable } from './kinds.ts';
import { Code } from './literal.ts';
import { functionName, slug, UniqueNames } from './names.ts';

/** One statement of an app: an object, or several that one construct or function gives. */
export type Item =
  | { readonly type: 'object'; readonly object: ImportedObject }
  /** A chart of a registry and its release, both of one name. */
  | { readonly type: 'chart'; readonly object: ImportedObject; readonly source: ImportedObject }
  /** What many namespaces have alike; `object` is the first of it here. */
  | { readonly type: 'call'; readonly object: ImportedObject; readonly part: SharedPart };

/** Objects that many namespaces have, each the same. */
export interface SharedPart {
  /** The name of its module below the apps, and of its function. */
  readonly file: string;
  readonly call: string;
  /** The objects of one namespace. */
  readonly objects: readonly ImportedObject[];
  /** The namespace of those. */
  readonly namespace: string;
}

/** The fewest that are worth a name of their own. */
const fewest = 3;

/** The statements of each app, and what they share. */
export interface Items {
  readonly of: ReadonlyMap<AppBefore, readonly Item[]>;
  readonly parts: readonly SharedPart[];
  /** The kinds of a chart's source and of its release, where apps have such pairs. */
  readonly charts: { readonly source: CommonKind; readonly release: CommonKind } | undefined;
}

/** Finds what the objects of some apps have in common beyond their kinds. */
export function itemsOf(apps: readonly AppBefore[], kinds: ReadonlyMap<string, CommonKind>): Items {
  const { parts, calls } = sharedParts(apps);
  const pairs = apps.map((app) => chartPairs(app, kinds));
  const charts = chartKinds(kinds);
  const count = pairs.reduce((sum, each) => sum + each.size, 0);
  const usesPairs = charts !== undefined && count >= fewest;
  const of = new Map(
    apps.map((app, index) => {
      const own =
        (usesPairs ? pairs[index] : undefined) ?? new Map<ImportedObject, ImportedObject>();
      const sources = new Set(own.values());
      const items = app.objects.flatMap((object): Item[] => {
        const call = calls.get(object);
        if (call !== undefined)
          return call.isFirst ? [{ type: 'call', object, part: call.part }] : [];
        if (sources.has(object)) return [];
        const source = own.get(object);
        return [
          source === undefined ? { type: 'object', object } : { type: 'chart', object, source },
        ];
      });
      return [app, items] as const;
    }),
  );
  return { of, parts, charts: usesPairs ? charts : undefined };
}

function chartKinds(kinds: ReadonlyMap<string, CommonKind>): Items['charts'] {
  const source = kinds.get('source.toolkit.fluxcd.io/v1/OCIRepository');
  const release = kinds.get('helm.toolkit.fluxcd.io/v2/HelmRelease');
  return source?.specType && release?.fields.has('chartRef') ? { source, release } : undefined;
}

/** The releases of an app whose chart is a source of the same name beside them, with that source. */
function chartPairs(
  { objects }: AppBefore,
  kinds: ReadonlyMap<string, CommonKind>,
): ReadonlyMap<ImportedObject, ImportedObject> {
  const pairs = new Map<ImportedObject, ImportedObject>();
  for (const release of objects.filter(({ manifest }) => manifest.kind === 'HelmRelease')) {
    const { metadata } = release.manifest;
    const source = objects.find(
      ({ manifest }) =>
        manifest.kind === 'OCIRepository' &&
        manifest.metadata.name === metadata.name &&
        manifest.metadata.namespace === metadata.namespace,
    );
    if (source === undefined || !isPlain(release.manifest) || !isPlain(source.manifest)) continue;
    const kind = commonKindOf(kinds, release.manifest);
    const sourceKind = commonKindOf(kinds, source.manifest);
    if (kind === undefined || sourceKind === undefined) continue;
    if (ownFields(kind, release.manifest).has('chartRef')) continue;
    const own = ownFields(sourceKind, source.manifest);
    const ref = own.get('ref');
    const isTag = isMap(ref) && Object.keys(ref).length === 1 && typeof ref['tag'] === 'string';
    if (own.size === 2 && typeof own.get('url') === 'string' && isTag) pairs.set(release, source);
  }
  return pairs;
}

/** Whether an object's metadata is its name, and perhaps its namespace. */
function isPlain({ metadata }: Manifest): boolean {
  return Object.keys(metadata).every((key) => key === 'name' || key === 'namespace');
}

interface Call {
  readonly part: SharedPart;
  readonly isFirst: boolean;
}

/** Finds objects that differ in their namespace alone, and which of them go together. */
function sharedParts(apps: readonly AppBefore[]): {
  readonly parts: readonly SharedPart[];
  readonly calls: ReadonlyMap<ImportedObject, Call>;
} {
  const alike = new Map<string, { app: AppBefore; object: ImportedObject; namespace: string }[]>();
  for (const app of apps) {
    for (const object of app.objects) {
      const { namespace } = object.manifest.metadata;
      if (namespace === undefined || isSealed(object.manifest)) continue;
      const key = stable(replaced(object.manifest as unknown as JsonObject, namespace, here));
      alike.set(key, [...(alike.get(key) ?? []), { app, object, namespace }]);
    }
  }
  const bundles = new Map<
    string,
    { app: AppBefore; object: ImportedObject; namespace: string }[][]
  >();
  for (const all of alike.values()) {
    const places = all.map(({ app, namespace }) => `${app.path} ${namespace}`);
    if (all.length < fewest || new Set(places).size < all.length) continue;
    const key = places.sort().join('\n');
    bundles.set(key, [...(bundles.get(key) ?? []), all]);
  }
  const calls = new Map<ImportedObject, Call>();
  const names = new UniqueNames();
  const parts = [...bundles.values()].map((sets) => {
    const first = sets.flatMap(([each]) => each ?? []);
    const objects = first.map(({ object }) => object);
    const file = names.pick(slug(folderOf(objects)), 'shared');
    const namespace = first[0]?.namespace ?? '';
    const part = { file, call: functionName(file), objects, namespace };
    for (const [index, set] of sets.entries()) {
      for (const { object } of set) calls.set(object, { part, isFirst: index === 0 });
    }
    return part;
  });
  return { parts, calls };
}

const here = new Code('namespace');

/** The name of the folder that all documents are below. */
function folderOf(objects: readonly ImportedObject[]): string {
  const folders = objects.map(({ document }) => (document?.file ?? '').split('/').slice(0, -1));
  const [first = []] = folders;
  let length = first.length;
  while (length > 0 && !folders.every((each) => each[length - 1] === first[length - 1]))
    length -= 1;
  return first[length - 1] ?? 'shared';
}
