import { isDnsLabel, isMap, type JsonObject, type Manifest } from '../kubernetes/index.ts';
import { isSealed, type ImportedObject } from './app-before.ts';
import { exactConstruct } from './exact.ts';
import { type CommonKind, commonKindOf, ownFields, replaced } from './kinds.ts';
import {
  atEnd,
  Code,
  type Literal,
  printLiteral,
  printRemarks,
  printText,
  type Remarks,
} from './literal.ts';
import type { Item } from './items.ts';
import { slug, UniqueNames } from './names.ts';

/** A file that stands beside the app. */
export type Beside = Map<string, string>;

/** What printing an object needs of its app. */
export interface AppContext {
  /** The expression of the scope: `this` in the app's own constructor. */
  readonly scope: string;
  /** The namespace that the app gives its objects. */
  readonly namespace: string | undefined;
  /** A constant of the file that holds a namespace. */
  readonly constant: string | undefined;
  readonly kinds: ReadonlyMap<string, CommonKind>;
  /** The id of an object's construct. */
  readonly idOf: (object: ImportedObject) => string;
  /** Files beside the app; printing adds what is too long for code. */
  readonly beside: Beside;
  /** Reads a file of the repository, for ciphertext that goes along. */
  readonly readFile: (file: string) => string;
  /** Whether ids end in the namespace, since the same objects stand in several. */
  readonly perNamespace?: true;
}

/** What the code of an object uses. */
export interface Printed {
  readonly code: string;
  /** Names that it takes from modules, as `<module> <name>`. */
  readonly imports: readonly string[];
}

/** The most lines of a text that stand in code. */
const mostLines = 14;

/** Prints an object as a construct in its app. */
export function printObject(object: ImportedObject, context: AppContext): Printed {
  const { manifest, document } = object;
  const { scope } = context;
  const id = context.idOf(object);
  const metadata = metadataOf(manifest, id, context);
  const remarks = document?.remarks ?? (() => []);
  const inCode = context.perNamespace ? `\`${id}-\${namespace}\`` : printText(id);
  const begin = (construct: string): string => `    new ${construct}(${scope}, ${inCode}`;
  const aboveOnly = [[], ['apiVersion'], ['kind']].flatMap((path) => remarks(path));
  const above = printRemarks(aboveOnly, 4);
  const make = (construct: string, given: Literal, imports: string[], found: Remarks): Printed => {
    const start = `${begin(construct)}, `;
    const { constant } = context;
    const props = constant === undefined ? given : replaced(given, constant, new Code('namespace'));
    const { value, imports: more } = withFiles(props, context.beside, id);
    const isEmpty = isMap(value) && Object.keys(value).length === 0;
    const text = isEmpty
      ? `${begin(construct)});`
      : `${start}${printLiteral(value, { indent: 4, column: start.length, remarks: found })});`;
    return { code: [...above, text].join('\n'), imports: [...imports, ...more] };
  };
  const sealed = document && isSealed(manifest) && document.isAlone ? document.file : undefined;
  if (sealed !== undefined) return printSealed(sealed, begin, above, metadata, context);
  const inSpec: Remarks = (path) => {
    if (path[0] === 'metadata') return remarks(path);
    const own = remarks(['spec', ...path]);
    // The ends of the spec and of the object are one in the construct's props.
    return path.length === 1 && path[0] === atEnd ? [...own, ...remarks([atEnd])] : own;
  };
  const common = commonKindOf(context.kinds, manifest);
  if (common !== undefined) {
    const props = { ...metadata, ...Object.fromEntries(ownFields(common, manifest)) };
    return make(common.className, props, [`defaults ${common.className}`], inSpec);
  }
  const exact = exactConstruct(manifest);
  if (exact !== undefined) {
    const props = { ...metadata, ...(manifest['spec'] as JsonObject | undefined) };
    return make(exact, props, [`sluice ${exact}`], inSpec);
  }
  const { apiVersion, metadata: _, ...rest } = manifest;
  const props = { apiVersion, kind: manifest.kind, ...metadata, ...(rest as JsonObject) };
  const below: Remarks = (path) =>
    path.length === 1 && (path[0] === 'apiVersion' || path[0] === 'kind') ? [] : remarks(path);
  return make('ApiObject', props, ['cdk8s ApiObject'], below);
}

/** Kinds after which the others of their name are called. */
const foremost = /^(?:HelmRelease|Kustomization|Deployment|StatefulSet|DaemonSet|CronJob|Job)$/;

/** Ids for objects: their names, as far as each is the only one of it. */
export function idsOf(objects: readonly ImportedObject[]): AppContext['idOf'] {
  const names = new UniqueNames();
  const ids = new Map<ImportedObject, string>();
  const isFirst = ({ manifest: { kind } }: ImportedObject): boolean => foremost.test(kind);
  const inOrder = [...objects.filter(isFirst), ...objects.filter((each) => !isFirst(each))];
  for (const object of inOrder) {
    const { kind, metadata } = object.manifest;
    const plain = metadata.name.replace(/[^A-Za-z0-9.-]+/g, '-');
    const long = `${kind.toLowerCase()}-${plain}`;
    ids.set(object, names.pick(plain, long, `${long}-${metadata.namespace ?? ''}`));
  }
  return (object) => ids.get(object) ?? object.manifest.metadata.name;
}

/** Prints a chart of a registry and its release as one construct. */
export function printChart(
  { object, source }: Extract<Item, { type: 'chart' }>,
  context: AppContext,
): Printed {
  const spec = source.manifest['spec'] as JsonObject;
  const tag = (spec['ref'] as JsonObject)['tag'] ?? null;
  const own = source.document?.remarks ?? (() => []);
  const release = object.document?.remarks ?? (() => []);
  const remarks: Remarks = ([key, ...rest]) => {
    if (key !== 'spec' || rest.length === 0)
      return release(key === undefined ? [] : [key, ...rest]);
    if (rest[0] === 'url') return own(['spec', 'url']);
    return rest[0] === 'tag' ? own(['spec', 'ref', 'tag']) : release(['spec', ...rest]);
  };
  const both = {
    ...object.manifest,
    spec: { url: spec['url'] ?? null, tag, ...(object.manifest['spec'] as JsonObject) },
  };
  const document = { file: object.document?.file ?? '', isAlone: false, remarks };
  const id = context.idOf(object);
  const printed = printObject({ manifest: both, document }, { ...context, idOf: () => id });
  const name = commonKindOf(context.kinds, object.manifest)?.className ?? '';
  return {
    code: printed.code.replace(`new ${name}(`, 'new ChartRelease('),
    imports: printed.imports.map((each) =>
      each === `defaults ${name}` ? 'defaults ChartRelease' : each,
    ),
  };
}

/** Ids that are no part of a name. */
const unnamed = new Set(['default', 'resource']);

/** The metadata that the app and the id do not already say. */
function metadataOf(
  { metadata }: Manifest,
  id: string,
  { namespace: own, perNamespace }: AppContext,
): { metadata?: Literal } {
  const { name, namespace, ...rest } = metadata;
  const all: Record<string, Literal> = {
    ...((name !== id || !isDnsLabel(id) || unnamed.has(id) || perNamespace) && { name }),
    ...(namespace !== undefined && namespace !== own && { namespace }),
    ...(rest as JsonObject),
  };
  return Object.keys(all).length === 0 ? {} : { metadata: all };
}

function printSealed(
  file: string,
  begin: (construct: string) => string,
  above: readonly string[],
  metadata: { metadata?: Literal },
  { beside, readFile }: AppContext,
): Printed {
  const name = fileBeside(file.replace(/^.*\//, ''), readFile(file), beside);
  const { metadata: { labels: _, annotations: __, ...props } = {} } = metadata as {
    metadata?: Record<string, Literal>;
  };
  const isPlain = Object.keys(props).length === 0;
  const last = isPlain ? '' : `, ${printLiteral({ metadata: props }, { indent: 4 })}`;
  const url = `new URL(${printText(`./${name}`)}, import.meta.url)`;
  const code = `${begin('EncryptedSecret.fromFile').replace('new ', '')}, ${url}${last});`;
  return { code: [...above, code].join('\n'), imports: ['sluice EncryptedSecret'] };
}

/** Puts a text into a file beside the app, and gives its name. */
function fileBeside(wanted: string, text: string, beside: Beside): string {
  const safe = wanted.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  const base = safe === '' || safe === 'index.ts' ? `file-${safe}` : safe.slice(-80);
  let name = base;
  for (let count = 2; beside.has(name) && beside.get(name) !== text; count += 1) {
    name = `${String(count)}-${base}`;
  }
  beside.set(name, text);
  return name;
}

/** A value with its long texts in files. */
function withFiles(
  props: Literal,
  beside: Beside,
  id: string,
): { value: Literal; imports: string[] } {
  const imports: string[] = [];
  const visit = (value: Literal, key: string): Literal => {
    if (typeof value === 'string' && value.split('\n').length > mostLines) {
      if (!value.isWellFormed()) return value;
      const isNamed = /\.[A-Za-z0-9]+$/.test(key);
      const wanted = isNamed ? key : `${slug(id)}.${slug(key)}.txt`;
      imports.push('text text');
      const url = printText(`./${fileBeside(wanted, value, beside)}`);
      return new Code(`text(new URL(${url}, import.meta.url))`);
    }
    if (Array.isArray(value)) return (value as readonly Literal[]).map((item) => visit(item, key));
    if (!isMap(value) || value instanceof Code) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, visit(item, name)] as const);
    const map: Record<string, Literal> = {};
    for (const [name, item] of entries) {
      Object.defineProperty(map, name, { value: item, enumerable: true });
    }
    return map;
  };
  return { value: visit(props, ''), imports };
}
