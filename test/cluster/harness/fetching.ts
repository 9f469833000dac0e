import { setTimeout as sleep } from 'node:timers/promises';
import type { ArtifactServer } from './artifacts.ts';
import { type KubernetesClient, unlessStatus } from './client.ts';
import { entrySource, syncFrom, writeArtifact } from './flux.ts';
import type { Repository } from './repository.ts';

export interface KeepFetching {
  /** Ends it, and fails if something went wrong that does not pass. */
  stop(): Promise<void>;
}

const instance = {
  apiVersion: 'fluxcd.controlplane.io/v1',
  kind: 'FluxInstance',
  namespace: 'flux-system',
  name: 'flux',
};

/**
 * Shows Flux each new commit of the repository, as soon as there is a source for it, until stopped.
 *
 * It is a double of source-controller; and of flux-operator, as far as it makes the source and the
 * root Kustomization of a FluxInstance. Both only write what the real ones would.
 */
export function keepFetching(
  client: KubernetesClient,
  repository: Repository,
  artifacts: ArtifactServer,
): KeepFetching {
  const stopping = new AbortController();
  const finished = fetchUntil(client, repository, artifacts, stopping.signal);
  finished.catch(() => undefined);
  return {
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
}

async function fetchUntil(
  client: KubernetesClient,
  repository: Repository,
  artifacts: ArtifactServer,
  stopping: AbortSignal,
): Promise<void> {
  let shown = '';
  while (!stopping.aborted) {
    // The API server may be away for a while.
    shown = await fetchOnce(client, repository, artifacts, shown).catch(() => shown);
    await sleep(200, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function fetchOnce(
  client: KubernetesClient,
  repository: Repository,
  artifacts: ArtifactServer,
  shown: string,
): Promise<string> {
  const kinds = new Set((await client.resources()).map(({ kind }) => kind));
  if (!kinds.has('GitRepository')) return shown;
  let source = await client.tryGet(entrySource);
  if (source === undefined && kinds.has(instance.kind)) {
    const found = await client.get(instance).catch(unlessStatus(404));
    if (found !== undefined) await syncFrom(client, found);
    source = await client.tryGet(entrySource);
  }
  const commit = await repository.tip();
  if (source === undefined || commit === undefined) return shown;
  const { uid = '', generation = 0 } = source.metadata;
  const now = `${commit} ${uid} ${generation}`;
  if (now === shown) return shown;
  await writeArtifact(client, await artifacts.add(repository, commit), new Date());
  return now;
}
