import { createHash } from 'node:crypto';
import type { FluxInstanceSpec } from '../flux/index.ts';

/** What Flux needs for a number of apps: one of flux-operator's sizes, and shards where one is too few. */
export interface FluxSize {
  readonly size: 'small' | 'medium' | 'large';
  /** The names of the shards; without any, the main controllers carry all apps. */
  readonly shards: readonly string[];
}

/**
 * What kustomize-controller has at each size: workers (flux-operator v0.59.0,
 * internal/builder/profiles.go, `--concurrent`), and the most apps of one worker. A commit wakes every
 * app, so that number is how long the last one waits, in reconciliations.
 */
const sizes = [
  { size: 'small', workers: 5, appsPerWorker: 10 },
  { size: 'medium', workers: 10, appsPerWorker: 50 },
  { size: 'large', workers: 20, appsPerWorker: 50 },
] as const;

/** The most apps of one kustomize-controller of the largest size. */
const appsPerShard = 20 * 50;

/** The size of Flux for a number of apps; `docs/reference/bootstrap.md` has the arithmetic. */
export function fluxSizeFor(apps: number): FluxSize {
  const fitting = sizes.find(({ workers, appsPerWorker }) => apps <= workers * appsPerWorker);
  if (fitting !== undefined) return { size: fitting.size, shards: [] };
  const count = Math.ceil(apps / appsPerShard);
  return {
    size: 'large',
    shards: Array.from({ length: count }, (_, index) => `shard${index + 1}`),
  };
}

/** The label that gives a Kustomization to a shard, unless the FluxInstance names another. */
const usualShardingKey = 'sharding.fluxcd.io/key';

/** The label by which a Kustomization goes to its shard; undefined where there are no shards. */
export function shardLabel(
  sharding: FluxInstanceSpec['sharding'],
  id: { readonly namespace: string; readonly name: string },
): Readonly<Record<string, string>> | undefined {
  if (sharding === undefined) return undefined;
  const shard = shardOf(sharding.shards, `${id.namespace}/${id.name}`);
  return shard === undefined ? undefined : { [sharding.key ?? usualShardingKey]: shard };
}

/** The shard with the highest hash, so that one shard more moves no app between the others. */
function shardOf(shards: readonly string[], app: string): string | undefined {
  const scored = shards.map((shard) => ({ shard, score: sha256(`${shard}/${app}`) }));
  return scored.sort((a, b) => (a.score < b.score ? 1 : -1))[0]?.shard;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
