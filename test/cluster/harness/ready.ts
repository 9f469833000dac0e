import { setTimeout as sleep } from 'node:timers/promises';
import { type KubernetesClient, unlessStatus } from './client.ts';
import type { Resource } from './discovery.ts';
import { entrySource } from './flux.ts';
import { type KubernetesObject, refOf } from './objects.ts';

type StatusOf = (object: KubernetesObject, now: string) => object;

export interface KeepReady {
  /** Rejects as soon as some status cannot be written. */
  readonly finished: Promise<void>;
  /** Ends the writer, and fails if it could not write some status. */
  stop(): Promise<void>;
}

/** What the kubelet and the controllers around it would report about what they run. */
const builtIn: Readonly<Record<string, StatusOf>> = {
  'apps/v1/Deployment': (object, now) => {
    const replicas = replicasOf(object);
    return {
      ...counts(object, replicas, ['replicas', 'updatedReplicas', 'readyReplicas']),
      availableReplicas: replicas,
      conditions: [
        { ...yes('Available', now), reason: 'MinimumReplicasAvailable', lastUpdateTime: now },
        { ...yes('Progressing', now), reason: 'NewReplicaSetAvailable', lastUpdateTime: now },
      ],
    };
  },
  'apps/v1/StatefulSet': (object) => ({
    ...counts(object, replicasOf(object), [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
    ]),
    currentRevision: 'double',
    updateRevision: 'double',
  }),
  'apps/v1/DaemonSet': (object) => ({
    ...counts(object, 1, [
      'currentNumberScheduled',
      'desiredNumberScheduled',
      'numberReady',
      'numberAvailable',
      'updatedNumberScheduled',
    ]),
    numberMisscheduled: 0,
  }),
  'v1/PersistentVolumeClaim': () => ({ phase: 'Bound' }),
};

/**
 * Writes a Ready status onto what no controller of this cluster makes ready, until stopped.
 *
 * It is a double of the kubelet and of Flux's other controllers: no pod runs here, no chart is
 * installed, nothing is fetched. It says of everything that it is well, so what a test learns
 * is the order in which kustomize-controller applies, not whether software works. Objects of
 * custom kinds get the condition Ready; kustomize-controller's own and the source that the
 * harness serves keep what they have.
 *
 * @param besides kinds that a controller or a test makes ready
 */
export function keepReady(client: KubernetesClient, besides: readonly string[] = []): KeepReady {
  const stopping = new AbortController();
  const finished = keepWriting(client, besides, stopping.signal);
  // The error is for those who wait, if any.
  finished.catch(() => undefined);
  return {
    finished,
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
}

async function keepWriting(
  client: KubernetesClient,
  besides: readonly string[],
  stopping: AbortSignal,
): Promise<void> {
  const written = new Set<string>();
  while (!stopping.aborted) {
    const kinds = (await client.resources()).filter(
      (each) => isKept(each) && !besides.includes(each.kind),
    );
    for (const kind of kinds) {
      // A kind can go while this looks at it.
      const objects = (await client.list(kind).catch(unlessStatus(404))) ?? [];
      for (const object of objects) await writeReady(client, kind, object, written);
    }
    await sleep(200, undefined, { signal: stopping }).catch(() => undefined);
  }
}

function isKept({ apiVersion, kind, hasStatus }: Resource): boolean {
  if (!hasStatus) return false;
  const [group = '', version] = apiVersion.split('/');
  if (version === undefined || !group.includes('.') || group.endsWith('.k8s.io')) {
    return `${apiVersion}/${kind}` in builtIn;
  }
  return group !== 'kustomize.toolkit.fluxcd.io';
}

async function writeReady(
  client: KubernetesClient,
  { apiVersion, kind }: Resource,
  object: KubernetesObject,
  written: Set<string>,
): Promise<void> {
  const ref = refOf(object);
  const served =
    kind === entrySource.kind &&
    ref.name === entrySource.name &&
    ref.namespace === entrySource.namespace;
  const { uid = '', generation = 0, deletionTimestamp } = object.metadata;
  const key = `${uid}/${generation}`;
  // Once for each generation: a schema without such a status drops it, without a word.
  if (served || deletionTimestamp !== undefined || written.has(key)) return;
  written.add(key);
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const status = (builtIn[`${apiVersion}/${kind}`] ?? custom)(object, now);
  await client
    .patch(ref, { status }, { subresource: 'status' })
    // It was deleted meanwhile, or changed, and then the next round sees it again.
    .catch(unlessStatus(404, 409));
}

const custom: StatusOf = ({ metadata: { generation } }, now) => ({
  observedGeneration: generation,
  conditions: [{ ...yes('Ready', now), observedGeneration: generation }],
});

function yes(type: string, now: string) {
  return { type, status: 'True', reason: 'Double', message: '', lastTransitionTime: now };
}

function replicasOf({ spec }: KubernetesObject): number {
  return (spec as { replicas?: number } | undefined)?.replicas ?? 1;
}

function counts({ metadata }: KubernetesObject, count: number, names: readonly string[]): object {
  return {
    observedGeneration: metadata.generation,
    ...Object.fromEntries(names.map((name) => [name, count])),
  };
}
