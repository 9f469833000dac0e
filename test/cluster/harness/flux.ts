import type { Artifact } from './artifacts.ts';
import { type KubernetesClient, unlessStatus } from './client.ts';
import { condition, type KubernetesObject, type ObjectRef, printRef, refOf } from './objects.ts';
import { waitFor } from './wait.ts';

const kustomizations = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' };
const flux = { name: 'flux-system', namespace: 'flux-system' };

/** The source that the whole tree comes from, as `syncFrom` creates it. */
export const entrySource: ObjectRef = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  ...flux,
};

export interface SyncOptions {
  /** The folder of the tree that the root Kustomization applies. */
  readonly path: string;
  readonly url?: string;
  readonly interval?: string;
}

interface FluxInstanceSync extends SyncOptions {
  readonly name?: string;
}

/**
 * Creates the GitRepository and the root Kustomization that make Flux apply a tree: from a
 * FluxInstance's `spec.sync`, or from a path.
 *
 * This is a double of flux-operator. The operator would first install Flux's controllers as
 * Deployments, which never run where there is no kubelet. Of its work only this part decides
 * what Flux applies, and it creates these two objects with the same names and fields.
 */
export async function syncFrom(
  client: KubernetesClient,
  source: KubernetesObject | SyncOptions,
): Promise<void> {
  const { path, url = 'https://example.org/manifests', interval = '1h' } = syncOf(source);
  await client
    .create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: flux.namespace } })
    .catch(unlessStatus(409));
  await client.apply({
    apiVersion: entrySource.apiVersion,
    kind: entrySource.kind,
    metadata: flux,
    spec: { url, interval, ref: { branch: 'main' } },
  });
  await client.apply({
    ...kustomizations,
    metadata: flux,
    spec: {
      path: `./${path.replace(/^\.?\//, '')}`,
      prune: true,
      interval,
      sourceRef: { kind: entrySource.kind, name: entrySource.name },
    },
  });
}

function syncOf(source: KubernetesObject | SyncOptions): SyncOptions {
  if (!('kind' in source)) return source;
  const { sync } = (source.spec ?? {}) as { sync?: FluxInstanceSync };
  if (sync === undefined) throw new Error(`${printRef(refOf(source))} has no spec.sync.`);
  if (sync.name !== undefined && sync.name !== flux.name) {
    throw new Error(`The harness serves ${flux.name} only, not ${sync.name}.`);
  }
  return sync;
}

/**
 * Writes what source-controller would write when it has fetched a commit. It is a double, as
 * in kustomize-controller's own tests: source-controller cannot be built from Go modules.
 */
export async function writeArtifact(
  client: KubernetesClient,
  artifact: Artifact,
  time: Date,
): Promise<void> {
  const source = await client.get(entrySource);
  const lastUpdateTime = `${time.toISOString().slice(0, 19)}Z`;
  const status = {
    observedGeneration: source.metadata.generation,
    artifact: { ...artifact, lastUpdateTime },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'Succeeded',
        message: `stored artifact for revision '${artifact.revision}'`,
        observedGeneration: source.metadata.generation,
        lastTransitionTime: lastUpdateTime,
      },
    ],
  };
  await client.patch(entrySource, { status }, { subresource: 'status' });
}

interface KustomizationStatus {
  readonly observedGeneration?: number;
  readonly lastAppliedRevision?: string;
  readonly lastAttemptedRevision?: string;
  readonly inventory?: { readonly entries?: readonly { readonly id: string }[] };
}

/** The sorted ids of what a Kustomization applied: `<namespace>_<name>_<group>_<kind>`. */
export async function inventory(
  client: KubernetesClient,
  namespace: string,
  name: string,
): Promise<string[]> {
  const found = await client.get({ ...kustomizations, namespace, name });
  const { inventory: applied } = (found.status ?? {}) as KustomizationStatus;
  return (applied?.entries ?? []).map(({ id }) => id).sort();
}

/**
 * Waits until every Kustomization is Ready, those of the entry's source at this revision. What
 * a Kustomization creates is in the list as soon as it is Ready, so none is left out.
 * The error names those that are not, and what they say about it.
 */
export async function waitReady(
  client: KubernetesClient,
  revision: string,
  timeout = 60_000,
): Promise<void> {
  let waiting: string[] = [];
  const ready = async (): Promise<boolean> => {
    const all = await client.list(kustomizations);
    waiting = all.flatMap((kustomization) => {
      const reason = whyNotReady(kustomization, revision);
      return reason === undefined ? [] : [`  ${printRef(refOf(kustomization))}: ${reason}`];
    });
    return all.length > 0 && waiting.length === 0;
  };
  await waitFor(ready, {
    timeout,
    describe: () => `not Ready at ${revision}:\n${waiting.join('\n') || '  no Kustomization'}`,
  });
}

/**
 * Waits until one Kustomization is Ready at this revision, and fails as soon as it says that
 * it cannot be built or applied.
 */
export async function waitApplied(
  client: KubernetesClient,
  id: { readonly namespace: string; readonly name: string },
  revision: string,
): Promise<void> {
  let reason: string | undefined;
  const applied = async (): Promise<boolean> => {
    const found = await client.tryGet({ ...kustomizations, ...id });
    reason = found === undefined ? 'is not there' : whyNotReady(found, revision);
    const { lastAttemptedRevision } = (found?.status ?? {}) as KustomizationStatus;
    if (lastAttemptedRevision === revision && reason !== undefined && isFailure.test(reason)) {
      throw new Error(`${id.namespace}/${id.name}: ${reason}`);
    }
    return reason === undefined;
  };
  await waitFor(applied, {
    timeout: 60_000,
    describe: () => `${id.namespace}/${id.name} at ${revision}: ${reason ?? ''}`,
  });
}

// Other reasons, such as Progressing and DependencyNotReady, pass.
const isFailure = /^(?:BuildFailed|ReconciliationFailed|HealthCheckFailed|PruneFailed):/;

function whyNotReady(kustomization: KubernetesObject, revision: string): string | undefined {
  const { metadata } = kustomization;
  const spec = (kustomization.spec ?? {}) as { suspend?: boolean; sourceRef?: ObjectRef };
  const status = (kustomization.status ?? {}) as KustomizationStatus;
  if (metadata.deletionTimestamp !== undefined) return 'is being deleted';
  if (spec.suspend === true) return undefined;
  const ready = condition(kustomization, 'Ready');
  if (ready === undefined) return 'has no status';
  if (ready.status !== 'True') return `${ready.reason ?? ''}: ${ready.message ?? ''}`;
  if (status.observedGeneration !== metadata.generation) return 'has a newer spec';
  const ofEntry =
    spec.sourceRef?.kind === entrySource.kind &&
    spec.sourceRef.name === entrySource.name &&
    (spec.sourceRef.namespace ?? metadata.namespace) === entrySource.namespace;
  if (!ofEntry || status.lastAppliedRevision === revision) return undefined;
  return `is at ${status.lastAppliedRevision ?? 'no revision'}`;
}
