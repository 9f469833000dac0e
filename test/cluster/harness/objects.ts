/** A Kubernetes object, as far as the harness looks into it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface ObjectRef extends Kind {
  readonly name: string;
  readonly namespace?: string | undefined;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The condition of this type, or undefined. */
export function condition(object: KubernetesObject, type: string): Condition | undefined {
  const status = object.status as { conditions?: readonly Condition[] } | undefined;
  return status?.conditions?.find((candidate) => candidate.type === type);
}

export function refOf(object: KubernetesObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
}

/** `Kind/namespace/name`, as Flux prints an object. */
export function printRef({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
