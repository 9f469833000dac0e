import {
  compareApplyOrder,
  groupOf,
  type JsonValue,
  type Manifest,
  objectId,
} from '../kubernetes/index.ts';
import { type KustomizationSpec } from '../flux/index.ts';

const group = 'kustomize.toolkit.fluxcd.io';

type Labels = Readonly<Record<string, string>>;

/**
 * An object as it is sent to the API server: with the labels that name its owner, the common
 * metadata, without status, and a Secret's text among its data (fluxcd/pkg ssa v0.76.2, manager.go,
 * utils/meta.go, normalize/normalize.go).
 */
export function asApplied(
  manifest: Manifest,
  owner: { readonly name: string; readonly namespace: string },
  common: KustomizationSpec['commonMetadata'],
): Manifest {
  const { metadata } = manifest;
  const labels: Labels = {
    ...metadata.labels,
    [`${group}/name`]: owner.name,
    [`${group}/namespace`]: owner.namespace,
    ...common?.labels,
  };
  const annotations: Labels = { ...metadata.annotations, ...common?.annotations };
  const applied: Manifest = {
    ...manifest,
    metadata: {
      ...metadata,
      labels,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  };
  return withoutStatus(manifest.kind === 'Secret' ? withData(applied) : applied);
}

function withoutStatus(manifest: Manifest): Manifest {
  if (manifest['status'] === undefined || manifest.kind === 'CustomResourceDefinition') {
    return manifest;
  }
  const { status: _, ...rest } = manifest;
  return rest;
}

/** Text of `stringData` wins over `data`, as in the API server. */
function withData(secret: Manifest): Manifest {
  const { stringData, ...rest } = secret;
  if (secret.apiVersion !== 'v1' || !isTexts(stringData)) return secret;
  const data = { ...(rest['data'] as Readonly<Record<string, JsonValue>> | undefined) };
  for (const [key, text] of Object.entries(stringData)) {
    data[key] = Buffer.from(text, 'utf8').toString('base64');
  }
  return { ...rest, data };
}

function isTexts(value: unknown): value is Labels {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

/**
 * What a build's result holds for the API server: the items of lists, and no configuration of
 * kustomize (fluxcd/pkg ssa v0.76.2, utils/object.go: ReadObjects).
 */
export function objectsIn(manifest: Manifest): readonly Manifest[] {
  const items: unknown = manifest['items'];
  if (manifest.kind.endsWith('List') && Array.isArray(items)) {
    return (items as readonly Manifest[]).flatMap(objectsIn);
  }
  const isConfiguration =
    manifest.kind === 'Kustomization' && groupOf(manifest.apiVersion) === 'kustomize.config.k8s.io';
  return isConfiguration ? [] : [manifest];
}

/** The stage in which an object is applied: definitions, classes, all others (manager_apply.go). */
function stageOf({ apiVersion, kind }: Manifest): number {
  const of = groupOf(apiVersion);
  if (kind === 'CustomResourceDefinition' && of === 'apiextensions.k8s.io') return 0;
  if (kind === 'Namespace' && apiVersion === 'v1') return 0;
  if (kind === 'ClusterRole' && of === 'rbac.authorization.k8s.io') return 0;
  return kind.endsWith('Class') ? 1 : 2;
}

/** Compares by stage, and in a stage by Flux's order. */
export function compareApplied(a: Manifest, b: Manifest): number {
  return stageOf(a) - stageOf(b) || compareApplyOrder(objectId(a), objectId(b));
}
