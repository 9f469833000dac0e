/**
 * What flux-operator makes of a ResourceSet (github.com/controlplaneio-fluxcd/flux-operator
 * v0.59.0, internal/builder/resourceset.go and internal/controller/resourceset_controller.go).
 */
import { readGoYaml, splitGoYaml, writeGoYaml } from '../../flux/index.ts';
import {
  groupOf,
  type JsonObject,
  type JsonValue,
  type Manifest,
  type ObjectId,
  objectId,
} from '../../kubernetes/index.ts';
import { type InputSet, inputSets } from './inputs.ts';
import { listOf, Specs, text, texts, withFields } from '../well-formed.ts';
import { render } from './template/render.ts';
import { Opaque, TemplateError } from './template/values.ts';

interface Resources {
  readonly resources?: readonly JsonObject[];
  readonly resourcesTemplate?: string;
}

interface ResourceSetSpec extends Resources {
  readonly steps?: readonly (Resources & { readonly name: string })[];
  readonly commonMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const group = 'fluxcd.controlplane.io';
const ownerGroup = 'resourceset.fluxcd.controlplane.io';

/** Annotations by which the operator fills in what only the cluster holds. */
const filledIn = ['copyFrom', 'convertKubeConfigFrom', 'checksumFrom'].map(
  (name) => `${group}/${name}`,
);

/** What a ResourceSet applies, why that cannot be known here, or why the operator would fail. */
export type BuiltResourceSet =
  | {
      readonly objects: readonly Manifest[];
      /** Objects that the operator completes from others in the cluster. */
      readonly incomplete: readonly { readonly object: ObjectId; readonly annotation: string }[];
    }
  | { readonly opaque: string }
  | { readonly problem: string };

/** Whether a manifest is a ResourceSet. */
export function isResourceSet({ apiVersion, kind }: Manifest): boolean {
  return kind === 'ResourceSet' && groupOf(apiVersion) === group;
}

/** Whether a manifest provides inputs to ResourceSets. */
export function isInputProvider({ apiVersion, kind }: Manifest): boolean {
  return kind === 'ResourceSetInputProvider' && groupOf(apiVersion) === group;
}

function isMap(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that text holds; undefined for an empty document. */
function readObject(text: string): Manifest | undefined {
  const read = readGoYaml(text);
  if ('problem' in read) throw new TemplateError(`error converting YAML to JSON: ${read.problem}`);
  if (read.value === null) return undefined;
  if (!isMap(read.value) || typeof read.value['kind'] !== 'string' || read.value['kind'] === '') {
    throw new TemplateError("Object 'Kind' is missing");
  }
  return read.value as unknown as Manifest;
}

/** The object of a resource, of which there must be one. */
function readOne(text: string): Manifest {
  const object = readObject(text);
  if (object === undefined || !isObject(object)) throw new TemplateError('it is no object');
  return object;
}

/** A list stands for its items. */
function itemsOf(object: Manifest): readonly Manifest[] {
  const { items } = object as unknown as { readonly items?: JsonValue };
  return Array.isArray(items) ? (items as readonly JsonValue[] as readonly Manifest[]) : [object];
}

/** The objects of a stream; what is no object of Kubernetes is left out. */
function readAll(text: string): Manifest[] {
  const stream = splitGoYaml(text);
  if ('problem' in stream) throw new TemplateError(stream.problem);
  return stream.documents
    .map(readObject)
    .flatMap((object) => (object === undefined ? [] : itemsOf(object)))
    .filter(isObject);
}

function isObject({ apiVersion, kind, metadata }: Partial<Manifest>): boolean {
  const isKustomizeFile =
    kind?.toLowerCase() === 'kustomization' && apiVersion?.startsWith('kustomize.config.k8s.io/');
  return Boolean(apiVersion && kind && metadata?.name) && isKustomizeFile !== true;
}

function isExcluded({ metadata }: Manifest): boolean {
  return metadata.annotations?.[`${group}/reconcile`] === 'disabled';
}

/** Whether the operator leaves a ResourceSet and what it applied as they are, as under `suspend`. */
export function isDisabled({ metadata }: Manifest): boolean {
  return metadata.annotations?.[`${group}/reconcile`]?.toLowerCase() === 'disabled';
}

function keyOf(object: Manifest): string {
  const { group: of, kind, namespace, name } = objectId(object);
  return [of, kind, namespace, name].join('/');
}

/** The first of objects that are the same; without inputs, resources are not compared. */
function build(
  { resources = [], resourcesTemplate = '' }: Resources,
  sets: readonly InputSet[] | undefined,
): Manifest[] {
  const objects: Manifest[] = [];
  const keys = new Set<string>();
  const add = (object: Manifest, always: boolean): void => {
    const key = keyOf(object);
    if (always || (!keys.has(key) && !isExcluded(object))) objects.push(object);
    if (always || !isExcluded(object)) keys.add(key);
  };
  for (const resource of resources) {
    const template = writeGoYaml(resource);
    for (const set of sets ?? [null]) add(readOne(render(template, set)), sets === undefined);
  }
  if (resourcesTemplate !== '') {
    for (const set of sets ?? [null]) {
      for (const object of readAll(render(resourcesTemplate, set))) add(object, false);
    }
  }
  return objects;
}

function buildSteps(spec: ResourceSetSpec, sets: readonly InputSet[] | undefined): Manifest[] {
  const { steps = [] } = spec;
  if (steps.length === 0) return build(spec, sets);
  const stepOf = new Map<string, string>();
  return steps.flatMap((step) => {
    const objects = build(step, sets);
    for (const object of objects) {
      const key = keyOf(object);
      const earlier = stepOf.get(key) ?? step.name;
      if (earlier !== step.name) {
        throw new TemplateError(
          `duplicate resource ${key} in step "${step.name}", already defined in step "${earlier}"`,
        );
      }
      stepOf.set(key, step.name);
    }
    return objects;
  });
}

/** With the labels of the owner, and then what is common to all. */
function labelled(
  object: Manifest,
  owner: Manifest,
  { commonMetadata = {} }: ResourceSetSpec,
): Manifest {
  const { labels = {}, annotations = {} } = object.metadata;
  const owned = {
    ...labels,
    [`${ownerGroup}/name`]: owner.metadata.name,
    [`${ownerGroup}/namespace`]: owner.metadata.namespace ?? '',
    ...commonMetadata.labels,
  };
  const noted = { ...annotations, ...commonMetadata.annotations };
  const metadata = {
    ...object.metadata,
    labels: owned,
    ...(Object.keys(noted).length === 0 ? {} : { annotations: noted }),
  };
  return { ...object, metadata };
}

/** The lists that are read here (flux-operator v0.59.0, api/v1/resourceset_types.go). */
const specs = new Specs<object>({
  inputs: listOf(withFields({})),
  inputsFrom: listOf(withFields({ name: text })),
  resources: listOf(withFields({})),
  resourcesTemplate: text,
  commonMetadata: withFields({ labels: texts, annotations: texts }),
  steps: listOf(withFields({ resources: listOf(withFields({})), resourcesTemplate: text })),
});

/**
 * The objects that a ResourceSet applies, in the order of its steps.
 *
 * @param providers the ResourceSetInputProviders of the cluster
 */
export function buildResourceSet(
  resourceSet: Manifest,
  providers: readonly Manifest[],
): BuiltResourceSet {
  const spec = (resourceSet['spec'] ?? {}) as unknown as ResourceSetSpec;
  const [malformed] = specs.malformed(resourceSet);
  if (malformed !== undefined) return { problem: `${malformed} is not what its CRD allows` };
  try {
    const sets = inputSets(resourceSet, providers);
    const objects = buildSteps(spec, sets).map((object) => labelled(object, resourceSet, spec));
    const incomplete = objects.flatMap((object) =>
      filledIn
        .filter((annotation) => annotation in (object.metadata.annotations ?? {}))
        .map((annotation) => ({ object: objectId(object), annotation })),
    );
    return { objects, incomplete };
  } catch (error) {
    if (error instanceof Opaque) return { opaque: error.message };
    if (error instanceof TemplateError) return { problem: error.message };
    throw error;
  }
}
