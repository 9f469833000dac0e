import type { JsonObject, Manifest } from '../../kubernetes/index.ts';
import { BrokenSchema, compileCrdSchema } from './compile.ts';
import { KubernetesSchemas } from './kubernetes.ts';
import type { Node } from './node.ts';

/** The versions of Kubernetes whose schemas are shipped. */
export const kubernetesVersions = ['1.33', '1.34', '1.35', '1.36'] as const;
export type KubernetesVersion = (typeof kubernetesVersions)[number];

/** The version whose schemas fit best: itself, or the nearest of those that are shipped. */
export function nearestVersion(kubernetes: string): KubernetesVersion {
  const minor = Number(/^v?1\.(\d+)/.exec(kubernetes)?.[1] ?? Number.NaN);
  const [oldest] = kubernetesVersions;
  const newest = kubernetesVersions[kubernetesVersions.length - 1] ?? oldest;
  if (minor < Number(oldest.slice(2))) return oldest;
  return kubernetesVersions.find((each) => each === `1.${String(minor)}`) ?? newest;
}

/** Gives the text of a file of `schemas/`, named without its extension, or undefined. */
export type LoadSchemas = (name: string) => string | undefined;

/** A definition that cannot be used; its objects are not checked. */
export interface BrokenDefinition {
  readonly definition: Manifest;
  readonly message: string;
}

/** A kind, and what its objects must be. */
export interface Kind {
  readonly node: Node;
  /** Whether Kubernetes brings it, and not a CRD. */
  readonly builtin: boolean;
  /** Whether the CRD is one of the tree's own. */
  readonly own: boolean;
  /** Whether status is kept apart, so that what a manifest says of it is dropped. */
  readonly status: boolean;
  /** Whether the CRD calls this version deprecated. */
  readonly deprecated: boolean;
}

export interface SchemaOptions {
  readonly kubernetes: KubernetesVersion;
  /** CustomResourceDefinitions of the tree, of charts and of folders; of two of one name the first counts. */
  readonly definitions?: readonly Manifest[];
  readonly load: LoadSchemas;
}

interface GroupHeader {
  readonly kinds: Readonly<
    Record<
      string,
      { readonly line: number; readonly status?: boolean; readonly deprecated?: string }
    >
  >;
}

interface Group {
  readonly header: GroupHeader;
  readonly lines: readonly string[];
}

/** What is known of all kinds. Schemas are read and compiled when an object needs them. */
export class Schemas {
  readonly broken: BrokenDefinition[] = [];
  readonly kubernetes: KubernetesVersion;
  readonly #load: LoadSchemas;
  readonly #kubernetes: KubernetesSchemas;
  readonly #own = new Map<
    string,
    { readonly definition: Manifest; readonly version: JsonObject }
  >();
  /** Kinds that a definition at hand defines, in any version: the shipped one does not count. */
  readonly #defined = new Set<string>();
  readonly #kinds = new Map<string, Kind | undefined | 'broken'>();
  readonly #groups = new Map<string, Group | undefined>();

  constructor({ kubernetes, definitions = [], load }: SchemaOptions) {
    this.kubernetes = kubernetes;
    this.#load = load;
    const text = load('kubernetes');
    if (text === undefined) throw new Error('The schemas of Kubernetes are missing.');
    this.#kubernetes = new KubernetesSchemas(text, kubernetes);
    for (const definition of definitions) this.#define(definition);
  }

  /** The kind, or why there is none: nobody defines it, or its definition is broken. */
  kind(apiVersion: string, kind: string): Kind | 'broken' | undefined {
    const key = `${apiVersion}/${kind}`;
    if (!this.#kinds.has(key)) this.#kinds.set(key, this.#find(apiVersion, kind));
    return this.#kinds.get(key);
  }

  /** The metadata of every object. */
  get metadata(): Node {
    return this.#kubernetes.metadata;
  }

  /** The versions of a kind that are served, by whoever defines it. */
  versionsOf(group: string, kind: string): string[] {
    if (this.#defined.has(`${group}/${kind}`)) {
      const names = [...this.#own.keys()].map((key) => key.split('/'));
      return names.flatMap(([of, version = '', name]) =>
        of === group && name === kind ? [version] : [],
      );
    }
    const shipped = Object.entries(this.#group(group)?.header.kinds ?? {});
    const served = shipped.filter(([, { line }]) => line > 0).map(([key]) => key.split('/'));
    const custom = served.flatMap(([version = '', name]) => (name === kind ? [version] : []));
    return [...this.#kubernetes.versionsOf(group, kind), ...custom];
  }

  /** Whether a shipped CRD has the version, and does not serve it any more. */
  isUnserved(apiVersion: string, kind: string): boolean {
    const [group = '', version = ''] = apiVersion.split('/');
    return this.#group(group)?.header.kinds[`${version}/${kind}`]?.line === 0;
  }

  #find(apiVersion: string, kind: string): Kind | 'broken' | undefined {
    const own = this.#own.get(`${apiVersion}/${kind}`);
    if (own !== undefined) return this.#compileOwn(own.definition, own.version);
    const [group = '', version = ''] = apiVersion.split('/');
    if (this.#defined.has(`${group}/${kind}`)) return undefined;
    const builtin = this.#kubernetes.kind(apiVersion, kind);
    if (builtin !== undefined)
      return { node: builtin, builtin: true, own: false, status: false, deprecated: false };
    const shipped = this.#group(group);
    const found = shipped?.header.kinds[`${version}/${kind}`];
    if (shipped === undefined || found === undefined || found.line === 0) return undefined;
    const json: unknown = JSON.parse(shipped.lines[found.line] ?? '');
    const node = compileCrdSchema(json, this.metadata);
    const { status = false, deprecated } = found;
    return { node, builtin: false, own: false, status, deprecated: deprecated !== undefined };
  }

  #group(name: string): Group | undefined {
    if (!this.#groups.has(name)) {
      // Names of groups come from manifests, and the port reads files.
      const text = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name) ? this.#load(name) : undefined;
      const lines = text?.split('\n');
      const header = lines && (JSON.parse(lines[0] ?? '') as GroupHeader);
      this.#groups.set(name, lines && header && { header, lines });
    }
    return this.#groups.get(name);
  }

  #define(definition: Manifest): void {
    const spec = mapOf(definition['spec']);
    const { group, names, versions } = spec;
    const { kind } = mapOf(names);
    if (typeof group !== 'string' || typeof kind !== 'string' || !Array.isArray(versions)) {
      this.broken.push({ definition, message: 'has no group, no kind or no versions' });
      return;
    }
    if (this.#defined.has(`${group}/${kind}`)) return;
    this.#defined.add(`${group}/${kind}`);
    for (const version of versions.map(mapOf)) {
      if (typeof version['name'] !== 'string' || version['served'] === false) continue;
      this.#own.set(`${group}/${version['name']}/${kind}`, { definition, version });
    }
  }

  #compileOwn(definition: Manifest, version: JsonObject): Kind | 'broken' {
    const schema = mapOf(version['schema'])['openAPIV3Schema'] ?? {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    };
    try {
      const node = compileCrdSchema(schema, this.metadata);
      const status = mapOf(version['subresources'])['status'] !== undefined;
      const deprecated = version['deprecated'] === true;
      return { node, builtin: false, own: true, status, deprecated };
    } catch (error) {
      if (!(error instanceof BrokenSchema)) throw error;
      this.broken.push({ definition, message: error.message });
      return 'broken';
    }
  }
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
