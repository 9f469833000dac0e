import { inventoryId, parseInventoryId } from '../flux/index.ts';
import { type JsonObject, type Manifest, objectId } from '../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
} from '../reconcile/index.ts';
import { isMap, listAt, textAt, valueAt } from './compare/index.ts';

/**
 * A base as the cluster itself knows it: what each Kustomization has in its inventory, and which are
 * suspended, take the place of what the tree says. The tree still gives the form of the objects.
 *
 * @param dump documents of `kubectl get kustomizations -A -o yaml`
 */
export function withInventories(state: ClusterState, dump: readonly JsonObject[]): ClusterState {
  const live = dump
    .flatMap((each) => (each['kind'] === 'List' ? listAt(each, 'items') : [each]))
    .filter((each) => isMap(each) && each['kind'] === 'Kustomization')
    .map((each) => each as unknown as Manifest);
  const known = new Map(state.kustomizations.map((each) => [each.id, each]));
  const objects = new Map<string, ReconciledObject>();
  for (const each of state.kustomizations) {
    for (const object of each.objects) objects.set(inventoryId(object.id), object);
  }
  const parents = new Map<string, string>();
  for (const each of live) {
    for (const id of inventoryOf(each)) parents.set(id.id, idOf(each));
  }
  const kustomizations = live.map((manifest): ReconciledKustomization => {
    const id = idOf(manifest);
    const inTree = known.get(id);
    const held = inventoryOf(manifest);
    // One that never applied anything has the spec that the cluster holds, and no object.
    const { status: _, ...applied } = manifest as Manifest & { readonly status?: unknown };
    return {
      source: sourceOf(manifest),
      path: textAt(manifest, 'spec', 'path')?.replace(/^\.\/|\/$/g, '') ?? '.',
      target: '',
      dependsOn: [],
      ...inTree,
      id,
      manifest: applied,
      parent: parents.get(inventoryId(objectId(manifest))) ?? inTree?.parent,
      status: valueAt(manifest, 'spec', 'suspend') === true ? 'suspended' : 'applied',
      objects: held.map((each) => objects.get(each.id) ?? bare(each)),
      inventory: held.map((each) => each.id).sort(),
    };
  });
  const ids = new Set(kustomizations.map(({ id }) => id));
  // The root may be in no tree, and the dump may be of one namespace: what it lacks is not there.
  const root = state.kustomizations.filter(
    ({ id, parent }) => parent === undefined && !ids.has(id),
  );
  return { ...state, kustomizations: [...root, ...kustomizations] };
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
