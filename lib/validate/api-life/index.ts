/**
 * How long versions of APIs live: what a cluster does not serve any more, or will not after its next
 * two minor versions, and what to write instead. Takes a kind and what is known of kinds; data comes
 * from Kubernetes' API types and from the CRDs that are shipped.
 */
import { groupOf } from '../../kubernetes/index.ts';
import type { KubernetesVersion, Schemas } from '../schema/index.ts';
import { kubernetesLives } from './kubernetes.ts';
import { removedByFlux, removedTypes } from './removed.ts';

/** What becomes of a version of an API. */
export interface ApiLife {
  /**
   * `removed`: the cluster does not serve it. `ending`: one of the next two minor versions does not.
   * `deprecated`: it is served for longer, and something newer is.
   */
  readonly state: 'removed' | 'ending' | 'deprecated';
  /** The minor version of Kubernetes that removes or removed it, such as `1.25`, where one does. */
  readonly removedIn?: string;
  /** What to write instead: `policy/v1 PodDisruptionBudget`, or words where nothing is the same. */
  readonly replacement?: string;
}

/** How many minor versions are looked ahead. */
const ahead = 2;

/** What becomes of the version of a kind; undefined where nothing is known against it. */
export function apiLife(
  apiVersion: string,
  kind: string,
  kubernetes: KubernetesVersion,
  schemas: Schemas,
): ApiLife | undefined {
  const known = lifeIn(`${apiVersion}/${kind}`);
  if (known === undefined) return customLife(apiVersion, kind, schemas);
  const [deprecated, removed] = known;
  const minor = Number(kubernetes.slice(2));
  const replacement = latest(apiVersion, kind, minor, schemas);
  const more = {
    ...(removed > 0 && { removedIn: `1.${String(removed)}` }),
    ...(replacement !== undefined && { replacement }),
  };
  if (removed > 0 && removed <= minor) return { state: 'removed', ...more };
  if (removed > 0 && removed <= minor + ahead) return { state: 'ending', ...more };
  return deprecated <= minor ? { state: 'deprecated', ...more } : undefined;
}

function lifeIn(key: string): readonly [number, number, string] | undefined {
  return kubernetesLives[key] ?? removedTypes[key];
}

/** What stands for the version now: a replacement may itself have been replaced. */
function latest(
  apiVersion: string,
  kind: string,
  minor: number,
  schemas: Schemas,
): string | undefined {
  let named = lifeIn(`${apiVersion}/${kind}`)?.[2] ?? '';
  for (let hops = 0; hops < 5 && named.includes(' '); hops += 1) {
    const next = lifeIn(named.replace(' ', '/'));
    if (next === undefined || next[1] === 0 || next[1] > minor || next[2] === '') break;
    named = next[2];
  }
  if (named !== '') return named;
  return newest(apiVersion, kind, schemas);
}

/** The newest other version of the same kind that is served. */
function newest(apiVersion: string, kind: string, schemas: Schemas): string | undefined {
  const group = groupOf(apiVersion);
  const [version] = schemas
    .versionsOf(group, kind)
    .filter((each) => `${group}/${each}` !== apiVersion)
    .sort(byStability);
  return version === undefined ? undefined : `${group}/${version} ${kind}`;
}

function customLife(apiVersion: string, kind: string, schemas: Schemas): ApiLife | undefined {
  const replacement = newest(apiVersion, kind, schemas);
  const more = replacement === undefined ? {} : { replacement };
  const found = schemas.kind(apiVersion, kind);
  if (found === undefined) {
    const was = schemas.isUnserved(apiVersion, kind) || removedByFlux.has(apiVersion);
    return was && replacement !== undefined ? { state: 'removed', ...more } : undefined;
  }
  return found !== 'broken' && found.deprecated ? { state: 'deprecated', ...more } : undefined;
}

/** Stable before beta before alpha, then the higher number. */
function byStability(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  const index = left.findIndex((each, at) => each !== right[at]);
  return index < 0 ? 0 : (right[index] ?? 0) - (left[index] ?? 0);
}

function rank(version: string): number[] {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)];
}
