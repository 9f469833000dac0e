import * as kubernetes from '@pulumi/kubernetes';
import type { CustomResource, CustomResourceOptions, Input, Output } from '@pulumi/pulumi';
import { secret } from '@pulumi/pulumi';
import type { ReadyCheck, Stage, StageObject } from '../lib/bootstrap/index.ts';
import { groupOf, type Manifest } from '../lib/kubernetes/index.ts';

type SecretValue = Input<string>;

/**
 * Makes a resource of each object of the stages, each after the one before it.
 *
 * Pulumi waits for what it applies. What a stage waits for beside that, flux-operator and Flux make of
 * it: `sluice verify --live` says whether they did.
 */
export function applyStages(
  stages: readonly Stage<SecretValue>[],
  provider: kubernetes.Provider,
): readonly CustomResource[] {
  const made: CustomResource[] = [];
  for (const { objects, ready } of stages) {
    for (const object of objects) {
      const { manifest } = object;
      const options = { ...keeping(object), provider, dependsOn: made.slice(-1) };
      const Resource = resourceOf(manifest);
      made.push(new Resource(nameOf(manifest), argsOf(object, ready), options));
    }
  }
  return made;
}

/** What Pulumi calls an object: its kind, and what Kubernetes knows it by. */
function nameOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return [kind, namespace, name].filter((each) => each !== undefined).join('/');
}

/**
 * How a resource changes later. What Flux applies from Git is only brought there: it is neither written
 * again nor deleted, since without it Flux would prune the apps.
 */
export function keeping({
  keeper,
  manifest,
  secrets,
}: StageObject<unknown>): CustomResourceOptions {
  return {
    ...(keeper === 'flux' && {
      retainOnDelete: true,
      ignoreChanges: Object.keys(manifest).filter((key) => key !== 'apiVersion' && key !== 'kind'),
    }),
    ...(secrets && { additionalSecretOutputs: ['data'] }),
  };
}

function argsOf(
  { manifest, secrets }: StageObject<SecretValue>,
  ready: readonly ReadyCheck[],
): object {
  const { metadata } = manifest;
  const check = ready.find(({ object }) => isOf(object, manifest));
  // Pulumi waits for what this says, of any kind (pulumi-kubernetes v4.18.4).
  const annotations = check && {
    ...metadata.annotations,
    'pulumi.com/waitFor': `condition=${check.condition}`,
  };
  return {
    ...manifest,
    metadata: { ...metadata, ...(annotations && { annotations }) },
    ...(secrets && { data: dataOf(secrets) }),
  };
}

/** The values of a Secret, as a Secret holds them. */
function dataOf(values: Readonly<Record<string, SecretValue>>): Record<string, Output<string>> {
  const entries = Object.entries(values).map(([key, value]): [string, Output<string>] => [
    key,
    secret(value).apply((text) => Buffer.from(text).toString('base64')),
  ]);
  return Object.fromEntries(entries);
}

function isOf(ref: ReadyCheck['object'], { apiVersion, kind, metadata }: Manifest): boolean {
  return (
    ref.apiVersion === apiVersion &&
    ref.kind === kind &&
    ref.namespace === metadata.namespace &&
    ref.name === metadata.name
  );
}

type Resource = new (name: string, args: object, options: CustomResourceOptions) => CustomResource;
type Kinds = Readonly<Record<string, Readonly<Record<string, Resource>> | undefined>>;

/** The class of a kind: Pulumi has one for each of Kubernetes' own, and one for all others. */
function resourceOf({ apiVersion, kind }: Manifest): Resource {
  const other = kubernetes.apiextensions.CustomResource as unknown as Resource;
  const group = groupOf(apiVersion);
  if (group.includes('.') && !group.endsWith('.k8s.io')) return other;
  const groups = kubernetes as unknown as Readonly<Record<string, Kinds | undefined>>;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const [folder = ''] = group === '' ? ['core'] : group.split('.');
  return groups[folder]?.[version]?.[kind] ?? other;
}
