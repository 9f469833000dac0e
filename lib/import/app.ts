import { emitYaml, type JsonObject, scopeOf } from '../kubernetes/index.ts';
import { type AppBefore, type ImportedObject, isSealed } from './app-before.ts';
import {
  type AppContext,
  type Beside,
  idsOf,
  printChart,
  type Printed,
  printObject,
} from './app-file.ts';
import type { Item, SharedPart } from './items.ts';
import type { CommonKind } from './kinds.ts';
import { printText, visible } from './literal.ts';
import { printFile } from './module-file.ts';
import { functionName, slug } from './names.ts';

/** How an app is written: as constructs, or with its objects as YAML beside it. */
export type Rung = 'constructs' | 'yaml';

/** What writing an app needs to know of the program. */
export interface AppNaming {
  /** The name of its folder, and of the app in each cluster. */
  readonly name: string;
  readonly className: string;
  readonly rung: Rung;
  readonly kinds: ReadonlyMap<string, CommonKind>;
  /** What it says, statement by statement. */
  readonly items: readonly Item[];
  readonly readFile: (file: string) => string;
}

/** Longer files are divided by where their objects come from. */
const longestFile = 130;

/** Prints an app as the files of its folder. */
export function printApp(app: AppBefore, naming: AppNaming): ReadonlyMap<string, string> {
  const namespace = namespaceOf(app);
  const beside: Beside = new Map();
  const context: AppContext = {
    scope: 'this',
    namespace,
    constant: undefined,
    kinds: naming.kinds,
    idOf: idsOf(naming.items.map(({ object }) => object)),
    beside,
    readFile: naming.readFile,
  };
  const crds = app.objects.filter(({ manifest }) => isBetterAsYaml(manifest.kind));
  const inYaml = naming.rung === 'yaml' ? app.objects.filter(isNotSealed) : crds;
  const inCode = naming.items
    .filter(({ object }) => !inYaml.includes(object))
    .toSorted((a, b) => Number(b.type === 'chart') - Number(a.type === 'chart'));
  const include = printInclude(inYaml, naming.rung === 'yaml' ? 'objects' : 'crds', beside);
  const printed = inCode.map((each) => printItem(each, context));
  const text = printIndex(app, naming, namespace, [...printed, ...include]);
  const groups = groupsOf(app, inCode);
  if (text.split('\n').length <= longestFile || groups.size < 2) {
    return new Map([['index.ts', text], ...beside]);
  }
  // Once more, since long texts were put into files on the way.
  const again = new Map<string, string>();
  const anew = { ...context, beside: again };
  const parts = [...groups].map(([group, objects]) => printGroup(group, objects, anew, app));
  const last = printInclude(inYaml, naming.rung === 'yaml' ? 'objects' : 'crds', again);
  const calls = parts.map(({ call, file }) => ({
    code: `    ${call}(this);`,
    imports: [`./${file} ${call}`],
  }));
  const index = printIndex(app, naming, namespace, [...calls, ...last]);
  const files = parts.map(({ file, code }) => [file, code] as const);
  return new Map([['index.ts', index], ...files, ...again]);
}

function printItem(item: Item, context: AppContext): Printed {
  if (item.type === 'chart') return printChart(item, context);
  if (item.type === 'object') return printObject(item.object, context);
  const { call, file } = item.part;
  const { namespace = '' } = item.object.manifest.metadata;
  const text = namespace === context.constant ? 'namespace' : printText(namespace);
  return {
    code: `    ${call}(${context.scope}, ${text});`,
    imports: [`shared-${file}/index ${call}`],
  };
}

/** Prints what many namespaces have alike, as a function of the namespace. */
export function printShared(
  { call, objects, namespace }: SharedPart,
  { kinds, readFile }: Pick<AppNaming, 'kinds' | 'readFile'>,
): ReadonlyMap<string, string> {
  const files: Beside = new Map();
  const printed = objects.map((each) =>
    printObject(each, {
      ...{ scope: 'app', namespace: undefined, constant: namespace, perNamespace: true },
      ...{ kinds, readFile, beside: files, idOf: idsOf(objects) },
    }),
  );
  const body = [
    '/** What several namespaces have alike. */',
    `export function ${call}(app: Construct, namespace: string): void {`,
    ...printed.flatMap(({ code }) => code.split('\n').map((line) => line.replace(/^ {2}/, ''))),
    '}',
  ];
  const imports = ['constructs type Construct', ...printed.flatMap((each) => each.imports)];
  return new Map([['index.ts', printFile(imports, body)], ...files]);
}

function isNotSealed({ manifest }: ImportedObject): boolean {
  return !isSealed(manifest);
}

/** What nobody writes by hand. */
function isBetterAsYaml(kind: string): boolean {
  return kind === 'CustomResourceDefinition';
}

/** The namespace of all that can have one; none where they differ or the Kustomization gives it. */
function namespaceOf({ objects }: AppBefore): string | undefined {
  const named = objects.filter(
    ({ manifest: { apiVersion, kind } }) => scopeOf(apiVersion, kind) !== 'cluster',
  );
  const [first, ...others] = new Set(named.map(({ manifest }) => manifest.metadata.namespace));
  return others.length === 0 ? first : undefined;
}

function printInclude(
  objects: readonly ImportedObject[],
  name: string,
  beside: Beside,
): readonly Printed[] {
  if (objects.length === 0) return [];
  const file = `${name}.yaml`;
  const documents = objects.map(({ manifest }) => emitYaml(manifest as unknown as JsonObject));
  beside.set(file, documents.join('---\n'));
  const url = `fileURLToPath(new URL(${printText(`./${file}`)}, import.meta.url))`;
  const code = `    new Include(this, ${printText(name)}, { url: ${url} });`;
  return [{ code, imports: ['cdk8s Include', 'node:url fileURLToPath'] }];
}

function printIndex(
  app: AppBefore,
  { className: name, name: id }: AppNaming,
  namespace: string | undefined,
  printed: readonly Printed[],
): string {
  const props =
    namespace === undefined ? 'props' : `{ namespace: ${printText(namespace)}, ...props }`;
  const body = [
    `/** ${visible(describe(app))} */`,
    `export class ${name} extends AppChart {`,
    `  constructor(scope: Construct, id = ${printText(id)}, props: AppChartProps = {}) {`,
    `    super(scope, id, ${props});`,
    ...printed.map(({ code }) => code),
    '  }',
    '}',
  ];
  const own = ['sluice AppChart', 'sluice type AppChartProps', 'constructs type Construct'];
  return printFile([...own, ...printed.flatMap(({ imports }) => imports)], body);
}

function describe({ path }: AppBefore): string {
  return path === '' ? 'What the repository applied.' : `What ${path} applied.`;
}

interface Part {
  readonly call: string;
  readonly file: string;
  readonly code: string;
}

function printGroup(
  group: string,
  items: readonly Item[],
  context: AppContext,
  app: AppBefore,
): Part {
  const call = functionName(group);
  const constant = commonNamespace(items.map(({ object }) => object));
  const here = { ...context, scope: 'app', constant };
  const printed = items.map((each) => printItem(each, here));
  const lines = printed.flatMap(({ code }) =>
    code.split('\n').map((line) => line.replace(/^ {2}/, '')),
  );
  const uses = lines.some((line) => /\bnamespace\b(?!:)/.test(line));
  const body = [
    `/** What ${visible(app.path)} applied of ${visible(group)}. */`,
    `export function ${call}(app: AppChart): void {`,
    ...(constant !== undefined && uses ? [`  const namespace = ${printText(constant)};`] : []),
    ...lines,
    '}',
  ];
  const imports = ['sluice type AppChart', ...printed.flatMap((each) => each.imports)];
  return { call, file: `${slug(group)}.ts`, code: printFile(imports, body) };
}

/** The namespace that most of several objects have. */
function commonNamespace(objects: readonly ImportedObject[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { manifest } of objects) {
    const { namespace } = manifest.metadata;
    if (namespace !== undefined) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  const [top] = [...counts].sort(([, a], [, b]) => b - a);
  return top !== undefined && top[1] > 1 ? top[0] : undefined;
}

/** The objects by the folders, or the files, that they come from. */
function groupsOf(
  { path }: AppBefore,
  items: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  const objects = items.map(({ object }) => object);
  const places = objects.map((each) => placeOf(each, path));
  const folders = new Set(places.map((place) => place?.[0]));
  const byNamespace = new Map(
    objects.flatMap(({ manifest }, index) => {
      const folder = places[index]?.[0];
      const { namespace } = manifest.metadata;
      return folder === undefined || namespace === undefined ? [] : [[namespace, folder] as const];
    }),
  );
  const groups = new Map<string, Item[]>();
  for (const [index, item] of items.entries()) {
    const { object } = item;
    const place = places[index];
    const { namespace } = object.manifest.metadata;
    const byFolder = place?.[0] ?? byNamespace.get(namespace ?? '') ?? namespace ?? 'others';
    const group = folders.size > 1 ? byFolder : (place?.[1] ?? object.manifest.kind);
    const name = slug(group);
    const safe = name === 'index' ? 'others' : name;
    groups.set(safe, [...(groups.get(safe) ?? []), item]);
  }
  return groups;
}

/** The first folder below a path in which an object stands, and the name of its file. */
function placeOf({ document }: ImportedObject, path: string): [string, string] | undefined {
  const start = path === '' ? '' : `${path}/`;
  if (document?.file.startsWith(start) !== true) return undefined;
  const parts = document.file.slice(start.length).split('/');
  const file = (parts.at(-1) ?? '').replace(/\.[a-z]+$/i, '');
  return [parts.length > 1 ? (parts[0] ?? '') : file, file];
}
