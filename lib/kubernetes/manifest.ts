/** A value that has a form in JSON, and integers too long for a JavaScript number. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A map of JSON values. */
// A Record of JsonValue would refer to itself.
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The metadata that Sluice reads; all else passes through. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [key: string]: JsonValue | undefined;
}

/** A Kubernetes object as data: what one document of a manifest holds. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [key: string]: JsonValue | ManifestMetadata | undefined;
}

/**
 * What makes an object the same object: the version of its API is no part of it
 * (fluxcd/cli-utils v1.2.3, pkg/object/objmetadata.go).
 */
export interface ObjectId {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for an object of the cluster's scope. */
  readonly namespace: string;
  readonly name: string;
}

/** The group of an `apiVersion`: `apps` of `apps/v1`, empty for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The identity of a manifest. */
export function objectId(manifest: Manifest): ObjectId {
  return {
    group: groupOf(manifest.apiVersion),
    kind: manifest.kind,
    namespace: manifest.metadata.namespace ?? '',
    name: manifest.metadata.name,
  };
}

/** An object as people write it: `Deployment demo/web`, `ClusterRole admin`. */
export function formatObject(id: Pick<ObjectId, 'kind' | 'name' | 'namespace'>): string {
  return id.namespace === '' ? `${id.kind} ${id.name}` : `${id.kind} ${id.namespace}/${id.name}`;
}

/** The name under which facts know a kind: `Pod`, `Deployment.apps`. */
export function kindKey({ group, kind }: Pick<ObjectId, 'group' | 'kind'>): string {
  return group === '' ? kind : `${kind}.${group}`;
}
