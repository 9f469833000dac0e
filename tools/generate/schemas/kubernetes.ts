import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionName, type JsonSchema, reduceDefinition } from './reduce.ts';

/** The OpenAPI documents of one minor version of Kubernetes. */
export interface KubernetesApi {
  /** `1.36`. */
  readonly minor: string;
  /** `k8s.io/kubernetes v1.36.3`. */
  readonly origin: string;
  readonly definitions: ReadonlyMap<string, JsonSchema>;
  /** `apps/v1/Deployment` → the name of its definition. */
  readonly kinds: ReadonlyMap<string, string>;
}

interface Operation {
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind;
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> };
}

/** Reads `api/openapi-spec/v3` of an unpacked module of Kubernetes. */
export async function readKubernetesApi(
  directory: string,
  minor: string,
  origin: string,
): Promise<KubernetesApi> {
  const folder = join(directory, 'api/openapi-spec/v3');
  const definitions = new Map<string, JsonSchema>();
  const byKind = new Map<string, string>();
  const created = new Set<string>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const document = JSON.parse(await readFile(join(folder, file), 'utf8')) as Document;
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      const short = definitionName(name);
      definitions.set(short, reduceDefinition(schema));
      const kinds = schema['x-kubernetes-group-version-kind'] as
        | readonly GroupVersionKind[]
        | undefined;
      if (kinds?.length === 1 && kinds[0] !== undefined) byKind.set(keyOf(kinds[0]), short);
    }
    for (const kind of createdKinds(document)) created.add(kind);
  }
  const kinds = [...byKind].filter(([kind]) => created.has(kind));
  return { minor, origin, definitions, kinds: new Map(kinds) };
}

/** Kinds that a client can send as objects of their own: not lists, not what subresources take. */
function createdKinds({ paths = {} }: Document): string[] {
  return Object.entries(paths)
    .filter(([path]) => !/\{name\}\/./.test(path))
    .map(([, operations]) => operations['post'])
    .filter((operation) => operation?.['x-kubernetes-action'] === 'post')
    .flatMap((operation) => operation?.['x-kubernetes-group-version-kind'] ?? [])
    .map(keyOf);
}

function keyOf({ group, version, kind }: GroupVersionKind): string {
  return group === '' ? `${version}/${kind}` : `${group}/${version}/${kind}`;
}

/**
 * All versions as one text: a line of JSON that says where everything is, then a line for each
 * definition. Versions in which a definition is the same share its line.
 */
export function kubernetesText(apis: readonly KubernetesApi[]): string {
  const lines: string[] = [];
  const known = new Map<string, number>();
  const place = (schema: JsonSchema): number => {
    const text = JSON.stringify(schema);
    const line = known.get(text) ?? lines.push(text);
    known.set(text, line);
    return line;
  };
  const names = sorted(apis.flatMap(({ definitions }) => [...definitions.keys()]));
  const definitions = names.map((name): [string, unknown] => {
    const placed = apis.map((api) => {
      const schema = api.definitions.get(name);
      return schema === undefined ? 0 : place(schema);
    });
    return [name, placed.every((line) => line === placed[0]) ? placed[0] : placed];
  });
  const kinds = sorted(apis.flatMap((api) => [...api.kinds.keys()])).map(
    (kind): [string, unknown] => {
      const placed = apis.map((api) => api.kinds.get(kind) ?? '');
      return [kind, placed.every((name) => name === placed[0]) ? placed[0] : placed];
    },
  );
  const header = {
    generated: 'by `npm run generate`',
    from: apis.map(({ origin }) => `${origin}, api/openapi-spec/v3`),
    versions: apis.map(({ minor }) => minor),
    kinds: Object.fromEntries(kinds),
    definitions: Object.fromEntries(definitions),
  };
  return [JSON.stringify(header), ...lines, ''].join('\n');
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
