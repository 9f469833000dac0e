import { type ObjectId } from '../kubernetes/index.ts';
import type { Field, Subject } from '../validate/index.ts';

/** A place of an object that names another one. */
export interface NamedObject {
  readonly at: Field;
  readonly kind: string;
  /** The API group, where the place says it. */
  readonly group: string | undefined;
  readonly namespace: string;
  readonly name: string;
}

/** Fields whose text is a name, with the kind that it is a name of. */
const textKinds: Readonly<Record<string, string>> = {
  claimName: 'PersistentVolumeClaim',
  gatewayClassName: 'GatewayClass',
  ingressClassName: 'IngressClass',
  priorityClassName: 'PriorityClass',
  runtimeClassName: 'RuntimeClass',
  secretName: 'Secret',
  serviceAccountName: 'ServiceAccount',
  serviceName: 'Service',
  storageClassName: 'StorageClass',
};

/** Fields that hold a name in a map, with its kind where the map does not say it. */
const mapKinds: Readonly<Record<string, string>> = {
  backendRef: 'Service',
  backendRefs: 'Service',
  configMap: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  imagePullSecrets: 'Secret',
  imageRepositoryRef: 'ImageRepository',
  issuerRef: 'Issuer',
  parentRefs: 'Gateway',
  providerRef: 'Provider',
  secret: 'Secret',
  secretKeyRef: 'Secret',
  secretRef: 'Secret',
  secretStoreRef: 'SecretStore',
  service: 'Service',
};

/** What is not the object's own: what a chart is given may name anything, and values are no names. */
const skipped = new Set(['data', 'metadata', 'status', 'stringData', 'values']);

/**
 * What an object names: by the fields in which Kubernetes, Flux and most operators name objects, and by
 * every map that has a kind and a name. Whether such an object exists is another question.
 */
export function* namedIn(subject: Subject): Generator<NamedObject> {
  for (const [key, field] of subject.field().entries()) {
    if (!skipped.has(key)) yield* within(key, field, subject.id);
  }
}

function* within(key: string, field: Field, owner: ObjectId): Generator<NamedObject> {
  for (const item of field.items()) yield* within(key, item, owner);
  const entries = field.entries();
  if (entries.length === 0) {
    const kind = Object.hasOwn(textKinds, key) ? textKinds[key] : undefined;
    const name = field.text;
    if (kind === undefined || name === undefined) return;
    yield { at: field, kind, group: undefined, namespace: owner.namespace, name };
    return;
  }
  const named = ofMap(key, field, owner);
  if (named !== undefined) yield named;
  for (const [below, each] of entries) if (!skipped.has(below)) yield* within(below, each, owner);
}

function ofMap(key: string, field: Field, owner: ObjectId): NamedObject | undefined {
  const usual = Object.hasOwn(mapKinds, key) ? mapKinds[key] : undefined;
  const kind = field.at('kind').text ?? (key === 'dependsOn' ? owner.kind : usual);
  const name = field.at('name').text;
  if (kind === undefined || name === undefined) return undefined;
  const version = field.at('apiVersion').text;
  const group =
    version === undefined
      ? (field.at('apiGroup').text ?? field.at('group').text)
      : version.split('/').slice(0, -1).join('/');
  const namespace = field.at('namespace').text ?? owner.namespace;
  return { at: field, kind, group, namespace, name };
}
