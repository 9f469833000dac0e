import { inventoryId, parseInventoryId } from '../flux/index.ts';
import {
  isMap,
  type JsonObject,
  listAt,
  type Manifest,
  objectId,
  textAt,
  valueAt,
} from '../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
  ReconciledRelease,
  ReconciledResourceSet,
} from '../reconcile/index.ts';
import { isDisabled } from './decide/resource-sets.ts';
import { isSuspended } from './decide/spec.ts';

/** Finds the state of a tree at a revision as Flux writes it, `main@sha1:…`; undefined where unknown. */
export type StateAt = (revision: string) => ClusterState | undefined;

/**
 * A base as the cluster itself knows it: what each owner has in its inventory, at which revision it
 * was applied and which are suspended take the place of what the tree says. Trees still give the
 * form of the objects.
 *
 * @param dump documents of `kubectl get kustomizations,helmreleases,resourcesets -A -o yaml`
 * @param stateAt gives the trees that were applied; else objects have the form of the base
 */
export function withInventories(
  state: ClusterState,
  dump: readonly JsonObject[],
  stateAt: StateAt = () => undefined,
): ClusterState {
  const all = documentsOf(dump);
  const parents = new Map<string, string>();
  const held = new Set<string>();
  for (const each of all) {
    for (const { id } of inventoryOf(each)) {
      held.add(id);
      if (each.kind === 'Kustomization') parents.set(id, idOf(each));
    }
  }
  const kustomizations = all.filter(isLive('Kustomization')).map((manifest) => {
    const revision = textAt(manifest, 'status', 'lastAppliedRevision');
    const applied = (revision === undefined ? undefined : stateAt(revision)) ?? state;
    const parent = parents.get(inventoryId(objectId(manifest)));
    return liveKustomization(manifest, parent, applied, formsIn(state));
  });
  const ids = new Set(kustomizations.map(({ id }) => id));
  // The root may be in no tree, and the dump may be of one namespace: what it lacks is not there.
  const root = state.kustomizations.filter(
    ({ id, parent }) => parent === undefined && !ids.has(id),
  );
  return {
    ...state,
    kustomizations: [...root, ...kustomizations],
    releases: state.releases
      .filter(({ manifest }) => root.length > 0 || held.has(inventoryId(objectId(manifest))))
      .map((release) => liveRelease(release, all)),
    resourceSets: state.resourceSets.map((set) => liveSet(set, all)),
  };
}

/** The revisions that Kustomizations of a dump have applied, each once, of those of one source. */
export function revisionsIn(dump: readonly JsonObject[], source: string): readonly string[] {
  const revisions = documentsOf(dump)
    .filter(isLive('Kustomization'))
    .filter((each) => sourceOf(each) === source)
    .map((each) => textAt(each, 'status', 'lastAppliedRevision') ?? '');
  return [...new Set(revisions)].filter((each) => each !== '');
}

type Forms = ReadonlyMap<string, ReconciledObject>;

function formsIn({ kustomizations, resourceSets }: ClusterState): Forms {
  const objects = [...kustomizations, ...resourceSets].flatMap((each) => each.objects);
  return new Map(objects.map((object) => [inventoryId(object.id), object]));
}

function liveKustomization(
  manifest: Manifest,
  parent: string | undefined,
  applied: ClusterState,
  others: Forms,
): ReconciledKustomization {
  const id = idOf(manifest);
  const inTree = applied.kustomizations.find((each) => each.id === id);
  const own = new Map(inTree?.objects.map((object) => [inventoryId(object.id), object]));
  const held = inventoryOf(manifest);
  return {
    source: sourceOf(manifest),
    path: textAt(manifest, 'spec', 'path')?.replace(/^\.\/|\/$/g, '') ?? '.',
    target: '',
    dependsOn: [],
    ...inTree,
    id,
    manifest: withoutStatus(manifest),
    parent: parent ?? inTree?.parent,
    status: isSuspended({ manifest }) ? 'suspended' : 'applied',
    objects: held.map((each) => own.get(each.id) ?? others.get(each.id) ?? bare(each)),
    inventory: held.map((each) => each.id).sort(),
  };
}

/** What Helm installed last, and whether the release is suspended: `status.history`, newest first. */
function liveRelease(release: ReconciledRelease, all: readonly Manifest[]): ReconciledRelease {
  const manifest = all.filter(isLive('HelmRelease')).find((each) => idOf(each) === release.id);
  if (!manifest) return release;
  const [latest] = listAt(manifest, 'status', 'history');
  const { target, chart } = release;
  const name = textAt(latest, 'chartName') ?? chart?.name;
  const version = textAt(latest, 'chartVersion') ?? chart?.version;
  return {
    ...release,
    manifest: withoutStatus(manifest),
    status: isSuspended({ manifest }) ? 'suspended' : release.status,
    target: {
      name: textAt(latest, 'name') ?? target.name,
      namespace: textAt(latest, 'namespace') ?? target.namespace,
      storageNamespace: textAt(manifest, 'status', 'storageNamespace') ?? target.storageNamespace,
    },
    chart: name === undefined || version === undefined ? undefined : { name, version },
  };
}

function liveSet(set: ReconciledResourceSet, all: readonly Manifest[]): ReconciledResourceSet {
  const manifest = all.filter(isLive('ResourceSet')).find((each) => idOf(each) === set.id);
  if (!manifest) return set;
  const own = new Map(set.objects.map((object) => [inventoryId(object.id), object]));
  const held = inventoryOf(manifest);
  return {
    ...set,
    manifest: withoutStatus(manifest),
    status: isDisabled(manifest) ? 'suspended' : 'applied',
    objects: held.map((each) => own.get(each.id) ?? bare(each)),
    inventory: held.map((each) => each.id).sort(),
  };
}

function documentsOf(dump: readonly JsonObject[]): readonly Manifest[] {
  return dump
    .flatMap((each) => (textAt(each, 'kind')?.endsWith('List') ? listAt(each, 'items') : [each]))
    .filter((each) => isMap(each) && textAt(each, 'metadata', 'name') !== undefined)
    .map((each) => each as unknown as Manifest);
}

const isLive =
  (kind: string) =>
  (each: Manifest): boolean =>
    each.kind === kind;

function withoutStatus(manifest: Manifest): Manifest {
  const { status: _, ...rest } = manifest as Manifest & { readonly status?: unknown };
  return rest;
}

function idOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function sourceOf(manifest: Manifest): string {
  const source = valueAt(manifest, 'spec', 'sourceRef');
  const namespace = textAt(source, 'namespace') ?? manifest.metadata.namespace ?? '';
  return `${textAt(source, 'kind') ?? ''}/${namespace}/${textAt(source, 'name') ?? ''}`;
}

interface Entry {
  readonly id: string;
  readonly version: string;
}

function inventoryOf(manifest: Manifest): readonly Entry[] {
  return listAt(manifest, 'status', 'inventory', 'entries').flatMap((each) => {
    const id = textAt(each, 'id');
    return id === undefined ? [] : [{ id, version: textAt(each, 'v') ?? 'v1' }];
  });
}

/** An object of which only the name is known. */
function bare({ id, version }: Entry): ReconciledObject {
  const parsed = parseInventoryId(id);
  const apiVersion = parsed.group === '' ? version : `${parsed.group}/${version}`;
  const { kind, name, namespace } = parsed;
  return { id: parsed, manifest: { apiVersion, kind, metadata: { name, namespace } } };
}
