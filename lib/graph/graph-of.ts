import type { Diagnostic } from '../core/index.ts';
import { listAt, textAt, valueAt } from '../kubernetes/index.ts';
import {
  type ClusterState,
  type ReconciledKustomization,
  type ReconciledObject,
  shownId,
} from '../reconcile/index.ts';
import type { ClusterGraph, GraphApp, GraphSource } from './graph.ts';

/** What Flux does in a cluster, as a graph of its Kustomizations. */
export function graphOf({ name, kustomizations, diagnostics }: ClusterState): ClusterGraph {
  const shownIds = new Map(kustomizations.map((each) => [each.id, (each.shown ?? each).id]));
  const problems = problemsByObject(diagnostics);
  const objects = kustomizations.flatMap((each) => each.objects);
  const shownSource = shownSources(objects);
  const apps = kustomizations.map((each): GraphApp => {
    const { id, path, dependsOn } = { ...each, ...each.shown };
    const parent = each.parent === undefined ? undefined : shownIds.get(each.parent);
    return {
      id,
      status: each.status,
      ...readinessOf(each),
      dependsOn,
      ...(parent !== undefined && { parent }),
      source: shownSource.get(each.id) ?? each.source,
      path,
      objects: each.objects.length,
      releases: each.objects.filter(isRelease).length,
      problems: problems.get(`Kustomization ${id}`) ?? [],
    };
  });
  const known = new Set(apps.map(({ id }) => id));
  const awaited = new Set(apps.flatMap(({ dependsOn }) => dependsOn));
  const missing = [...awaited].filter((id) => !known.has(id)).map(missingApp);
  return { name, sources: sourcesOf(apps, objects), apps: [...apps, ...missing] };
}

/** The sources of Kustomizations whose form to be shown is another, by their ids. */
function shownSources(objects: readonly ReconciledObject[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id, shown } of objects) {
    if (shown === undefined || id.kind !== 'Kustomization') continue;
    const part = (key: string): string | undefined => textAt(shown, 'spec', 'sourceRef', key);
    const namespace = part('namespace') ?? shown.metadata.namespace ?? '';
    found.set(
      `${id.namespace}/${id.name}`,
      `${part('kind') ?? ''}/${namespace}/${part('name') ?? ''}`,
    );
  }
  return found;
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

function sourcesOf(
  apps: readonly GraphApp[],
  objects: readonly ReconciledObject[],
): readonly GraphSource[] {
  const used = new Set(apps.map(({ source }) => source));
  const found = new Map(
    objects
      .filter(({ id }) => id.group === 'source.toolkit.fluxcd.io')
      .map((each) => {
        const { kind, namespace, name } = shownId(each);
        return [`${kind}/${namespace}/${name}`, each];
      }),
  );
  return [...used].sort().map((id) => {
    const object = found.get(id);
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
