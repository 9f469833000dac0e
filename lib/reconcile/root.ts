import { groupOf, type Manifest } from '../kubernetes/index.ts';
import { idOf, isKustomization, type Reference, sourceOf, specOf } from './kustomization/spec.ts';
import { joinPath } from './tree.ts';

/** Where Flux begins in a cluster. */
export interface Root {
  /** The Kustomization that applies all others. */
  readonly manifest: Manifest;
  /** The source whose content is the tree itself. */
  readonly source: Reference;
}

const defaultName = 'flux-system';

interface Sync {
  readonly kind?: string;
  readonly name?: string;
  readonly path?: string;
}

/**
 * Finds the root among the objects of the entry. It can be one of them, as `flux bootstrap` writes
 * it; what flux-operator makes of a FluxInstance (v0.59.0, internal/builder/templates.go: sync); or
 * exist in the cluster only, as whoever applied the entry made it.
 */
export function findRoot(entry: string, objects: readonly Manifest[]): Root {
  const instance = objects.find(
    ({ kind, apiVersion }) =>
      kind === 'FluxInstance' && groupOf(apiVersion) === 'fluxcd.controlplane.io',
  );
  const { sync } = (instance?.['spec'] ?? {}) as { readonly sync?: Sync };
  const namespace = instance?.metadata.namespace ?? defaultName;
  const name = sync === undefined ? defaultName : (sync.name ?? namespace);
  const source = { kind: sync?.kind ?? 'GitRepository', namespace, name };
  const own = objects.filter(isKustomization).filter((each) => isOwn(each, entry, objects));
  const [written] = own;
  if (written !== undefined) return { manifest: written, source: sourceOf(written) };
  const path = sync?.path ?? (entry === '' ? './' : `./${entry}`);
  const manifest: Manifest = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: { interval: '10m', path, prune: true, sourceRef: { kind: source.kind, name } },
  };
  return { manifest, source };
}

/** Whether a Kustomization applies the entry itself, or is what `flux bootstrap` calls the root. */
function isOwn(manifest: Manifest, entry: string, objects: readonly Manifest[]): boolean {
  const folder = joinPath('', specOf(manifest).path ?? '');
  if (folder === undefined) return false;
  if (folder === entry) return true;
  const { kind, namespace, name } = sourceOf(manifest);
  const isAbove = folder === '' || entry.startsWith(`${folder}/`);
  // Its source stands beside it, and bears its name.
  return (
    isAbove &&
    idOf(manifest) === `${namespace}/${name}` &&
    objects.some(
      (each) =>
        each.kind === kind &&
        each.metadata.name === name &&
        (each.metadata.namespace ?? '') === namespace,
    )
  );
}
