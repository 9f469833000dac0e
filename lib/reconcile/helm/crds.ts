import {
  builtinApis,
  type JsonObject,
  type JsonValue,
  type Manifest,
  type Scope,
  scopeOf,
} from '../../kubernetes/index.ts';

/** What CRDs make known to a chart, and to who gives its objects a namespace. */
export interface CustomKinds {
  /** Those of the cluster itself as well: `group/version` and `group/version/Kind`, sorted. */
  readonly apiVersions: readonly string[];
  scopeOf(manifest: Manifest): Scope;
}

/** The kinds of some CRDs; all else is looked up among the kinds that everybody has. */
export function customKindsOf(crds: Iterable<Manifest>): CustomKinds {
  // Helm knows the groups of Kubernetes by itself, and none of their kinds.
  const apiVersions = new Set<string>(builtinApis);
  const scopes = new Map<string, Scope>();
  for (const crd of crds) {
    const { group, scope, names, versions } = mapOf(crd['spec'] as JsonValue | undefined);
    const { kind } = mapOf(names);
    if (typeof group !== 'string' || typeof kind !== 'string') continue;
    for (const each of Array.isArray(versions) ? (versions as readonly JsonValue[]) : []) {
      const { name, served } = mapOf(each);
      if (typeof name !== 'string' || served === false) continue;
      apiVersions.add(`${group}/${name}`).add(`${group}/${name}/${kind}`);
      scopes.set(`${group}/${name}/${kind}`, scope === 'Cluster' ? 'cluster' : 'namespaced');
    }
  }
  return {
    apiVersions: [...apiVersions].sort(),
    scopeOf: ({ apiVersion, kind }) =>
      scopes.get(`${apiVersion}/${kind}`) ?? scopeOf(apiVersion, kind),
  };
}

/** Whether a manifest defines a custom resource. */
export function isCrd(manifest: Manifest): boolean {
  return manifest.kind === 'CustomResourceDefinition';
}

function mapOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
