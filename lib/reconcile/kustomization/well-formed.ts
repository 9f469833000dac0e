import type { KustomizationSpec } from '../../flux/index.ts';
import { isList, isMap } from '../../kubernetes/index.ts';

/** A spec as far as its CRD allows it, and the fields that were left out. */
export interface WellFormed {
  readonly spec: Partial<KustomizationSpec>;
  readonly malformed: readonly string[];
}

type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === 'string';
const flag: Shape = (value) => typeof value === 'boolean';
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    isList(value) && value.every(shape);
const mapOf =
  (shape: Shape): Shape =>
  (value) =>
    isMap(value) && Object.values(value).every(shape);
const withFields =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isMap(value) &&
    Object.entries(fields).every(([field, shape]) => isAbsent(value[field]) || shape(value[field]));
// A field that is null is one that is not there.
const isAbsent = (value: unknown): boolean => value === undefined || value === null;

const named = withFields({ kind: text, name: text, namespace: text, apiVersion: text });
const texts = mapOf(text);

/** The fields that are read here (kustomize-controller v1.9.5, api/v1/kustomization_types.go). */
const shapes: Readonly<Record<string, Shape>> = {
  buildMetadata: listOf(text),
  commonMetadata: withFields({ labels: texts, annotations: texts }),
  components: listOf(text),
  decryption: withFields({ provider: text, secretRef: named, serviceAccountName: text }),
  deletionPolicy: text,
  dependsOn: listOf(named),
  force: flag,
  healthChecks: listOf(named),
  ignoreMissingComponents: flag,
  images: listOf(withFields({ name: text, newName: text, newTag: text, digest: text })),
  interval: text,
  kubeConfig: withFields({ secretRef: named, configMapRef: named }),
  namePrefix: text,
  nameSuffix: text,
  patches: listOf(withFields({ patch: text, target: withFields({}) })),
  path: text,
  postBuild: withFields({
    substitute: texts,
    substituteFrom: listOf(named),
    substituteStrategy: text,
  }),
  prune: flag,
  serviceAccountName: text,
  sourceRef: named,
  suspend: flag,
  targetNamespace: text,
  wait: flag,
};

/** Leaves out of a spec what the API server would refuse, and what is null. */
export function wellFormed(spec: unknown): WellFormed {
  if (!isMap(spec)) return { spec: {}, malformed: isAbsent(spec) ? [] : ['spec'] };
  const malformed = Object.entries(shapes)
    .filter(([field, shape]) => !isAbsent(spec[field]) && !shape(spec[field]))
    .map(([field]) => field);
  const isWhole = malformed.length === 0 && !Object.values(spec).some(hasNull);
  if (isWhole) return { spec, malformed };
  const rest = Object.entries(spec).filter(([field]) => !malformed.includes(field));
  return {
    spec: Object.fromEntries(rest.flatMap(withoutNull)),
    malformed: malformed.map((field) => `spec.${field}`),
  };
}

function hasNull(value: unknown): boolean {
  return value === null || (isMap(value) && Object.values(value).includes(null));
}

/** An entry without the nulls that are a field, or a field of a field. */
function withoutNull([field, value]: readonly [string, unknown]): [string, unknown][] {
  if (value === null) return [];
  if (!isMap(value)) return [[field, value]];
  return [[field, Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))]];
}
