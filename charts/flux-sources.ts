import { ApiObject, Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppChart, type AlertSpec, type Cluster, type FluxReference } from 'sluice';

/** The namespace of Flux, and of a Kustomization whose app names none. */
export const fluxNamespace = 'flux-system';

/** Whether a cluster runs an artifact of a registry, and no branch. */
export function runsArtifact({ source }: Cluster): boolean {
  return !('branch' in source);
}

/** The source of a cluster's tree, as flux-operator names it. */
export function treeSource(cluster: Cluster): FluxReference<'GitRepository' | 'OCIRepository'> {
  const kind = runsArtifact(cluster) ? 'OCIRepository' : 'GitRepository';
  return { kind, name: 'flux-system', namespace: fluxNamespace };
}

type EventSources = AlertSpec['eventSources'];

/** All Kustomizations of a cluster; known only when all its apps are. */
export function kustomizationsOf(cluster: Cluster): EventSources {
  return whenComplete(() => ofKind('Kustomization', kustomizationNamespaces(cluster)));
}

/** What tells of a cluster's tree: its source, all Kustomizations, all HelmReleases. */
export function eventsOf(cluster: Cluster): EventSources {
  return whenComplete(() => [
    treeSource(cluster),
    ...ofKind('Kustomization', kustomizationNamespaces(cluster)),
    ...ofKind('HelmRelease', releaseNamespaces(cluster)),
  ]);
}

function whenComplete(produce: () => EventSources): EventSources {
  return Lazy.any({ produce }) as EventSources;
}

function ofKind(kind: 'Kustomization' | 'HelmRelease', namespaces: readonly string[]) {
  return [...new Set(namespaces)].sort().map((namespace) => ({ kind, name: '*', namespace }));
}

function kustomizationNamespaces(cluster: Cluster): string[] {
  const apps = cluster.node.findAll().filter(isApp);
  return apps.map(({ kustomization }) => kustomization.namespace ?? fluxNamespace);
}

// cdk8s lets instanceof say yes for every Chart.
function isApp(construct: IConstruct): construct is AppChart {
  return construct instanceof AppChart && 'kustomization' in construct;
}

function releaseNamespaces(cluster: Cluster): string[] {
  const objects = cluster.node.findAll().filter((each) => ApiObject.isApiObject(each));
  const releases = objects.filter(({ kind }) => kind === 'HelmRelease');
  return releases.map(({ metadata }) => metadata.namespace ?? fluxNamespace);
}
