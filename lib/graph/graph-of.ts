import type { Diagnostic } from '../core/index.ts';
import { listAt, textAt, valueAt } from '../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
} from '../reconcile/index.ts';
import type { ClusterGraph, GraphApp, GraphSource } from './graph.ts';

/** What Flux does in a cluster, as a graph of its Kustomizations. */
export function graphOf({ name, kustomizations, diagnostics }: ClusterState): ClusterGraph {
  const shownIds = new Map(kustomizations.map((each) => [each.id, (each.shown ?? each).id]));
  const problems = problemsByObject(diagnostics);
  const apps = kustomizations.map((each): GraphApp => {
    const { id, path, dependsOn } = { ...each, ...each.shown };
    const parent = each.parent === undefined ? undefined : shownIds.get(each.parent);
    return {
      id,
      status: each.status,
      ...readinessOf(each),
      dependsOn,
      ...(parent !== undefined && { parent }),
      source: each.source,
      path,
      objects: each.objects.length,
      releases: each.objects.filter(isRelease).length,
      problems: problems.get(`Kustomization ${id}`) ?? [],
    };
  });
  const known = new Set(apps.map(({ id }) => id));
  const awaited = new Set(apps.flatMap(({ dependsOn }) => dependsOn));
  const missing = [...awaited].filter((id) => !known.has(id)).map(missingApp);
  return { name, sources: sourcesOf(kustomizations), apps: [...apps, ...missing] };
}

function readinessOf({
  manifest,
}: ReconciledKustomization): Pick<GraphApp, 'readyBy' | 'healthChecks'> {
  if (valueAt(manifest, 'spec', 'wait') === true) return { readyBy: 'wait', healthChecks: 0 };
  const { length } = listAt(manifest, 'spec', 'healthChecks');
  return { readyBy: length > 0 ? 'healthChecks' : 'none', healthChecks: length };
}

function missingApp(id: string): GraphApp {
  const nothing = { dependsOn: [], source: '', path: '', objects: 0, releases: 0, problems: [] };
  return { id, status: 'missing', readyBy: 'none', healthChecks: 0, ...nothing };
}

function problemsByObject(
  diagnostics: readonly Diagnostic[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { code, severity, location, message } of diagnostics) {
    if (location.object === undefined) continue;
    if (severity !== 'error' && code !== 'blocked-kustomization') continue;
    found.set(location.object, [...(found.get(location.object) ?? []), message]);
  }
  return found;
}

function sourcesOf(kustomizations: readonly ReconciledKustomization[]): readonly GraphSource[] {
  const used = new Set(kustomizations.map(({ source }) => source));
  const objects = new Map(
    kustomizations
      .flatMap((each) => each.objects)
      .filter(({ id }) => id.group === 'source.toolkit.fluxcd.io')
      .map((each) => [`${each.id.kind}/${each.id.namespace}/${each.id.name}`, each]),
  );
  return [...used].sort().map((id) => {
    const object = objects.get(id);
    const url = object === undefined ? undefined : urlOf(object);
    return { id, ...(url !== undefined && { url }) };
  });
}

function isRelease({ id }: ReconciledObject): boolean {
  return id.kind === 'HelmRelease' && id.group === 'helm.toolkit.fluxcd.io';
}

function urlOf({ manifest, shown = manifest }: ReconciledObject): string | undefined {
  return textAt(shown, 'spec', 'url')?.replace(/^(\w[\w+.-]*:\/\/)[^/@]*@/, '$1');
}
