import {
  type ChartRequest,
  isHelmRelease,
  type ReconciledReleases,
  reconcileReleases,
  type ReleasePorts,
  type RenderRequest,
  type SourceTree,
  type Unavailable,
} from './helm/index.ts';
import type { BuildCache, Kustomize } from './ports.ts';
import type { SecretValues } from './secrets/values.ts';
import type { PullSource, Sources } from './sources.ts';
import type { ReconciledObject } from './state.ts';

/** Gets sources and charts from elsewhere, and renders charts with the real Helm. */
export interface Charts extends Pick<ReleasePorts, 'pull'> {
  /** Renders a chart, or finds what the same render gave before. */
  render(request: RenderRequest, cache: BuildCache): ReturnType<ReleasePorts['render']>;
  readonly pullSource: PullSource;
}

/** An object with the Kustomization that applies it. */
export interface OwnedObject {
  readonly object: ReconciledObject;
  readonly owner: string;
}

/** What the HelmReleases among the objects of a cluster install. */
export function releasesOf(
  objects: readonly OwnedObject[],
  { sources, kustomize, charts, cache, secrets }: ReleaseContext,
): Promise<ReconciledReleases> {
  return reconcileReleases({
    releases: objects.filter(({ object }) => isHelmRelease(object.manifest)),
    objects: objects.map(({ object }) => object),
    kubeVersion: undefined,
    secrets,
    ports: {
      kustomize,
      pull: (request, source) => charts.pull(request, source),
      render: (request) => charts.render(request, cache),
      readSource: (request) => sourceOf(request, sources, charts.pullSource),
    },
  });
}

interface ReleaseContext {
  readonly sources: Sources;
  readonly kustomize: Kustomize;
  readonly charts: Charts;
  readonly cache: BuildCache;
  readonly secrets: SecretValues;
}

async function sourceOf(
  { source }: ChartRequest,
  sources: Sources,
  pullSource: PullSource,
): Promise<SourceTree | Unavailable> {
  let found = sources.resolve(source);
  if ('opaque' in found) {
    await sources.pull(pullSource);
    found = sources.resolve(source);
  }
  if ('tree' in found) return found;
  const { kind, namespace, name } = source;
  return {
    unavailable:
      'opaque' in found ? found.opaque : `${kind} ${namespace}/${name} is not in the tree`,
  };
}
