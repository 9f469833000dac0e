import { groupOf, type Manifest } from '../kubernetes/index.ts';
import { idOf, isKustomization, type Reference, sourceOf, specOf } from './kustomization/spec.ts';
import { isWithin, joinPath } from './tree.ts';

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

/** A root, and whether it was made up, because it exists in the cluster only. */
export interface FoundRoot extends Root {
  readonly isImplicit: boolean;
}

/**
 * Finds the root among the objects of the entry. It can be one of them, as `flux bootstrap` writes
 * it; what flux-operator makes of a FluxInstance (v0.59.0, internal/builder/templates.go: sync); or
 * exist in the cluster only, as whoever applied the entry made it.
 */
export function findRoot(entry: string, objects: readonly Manifest[]): FoundRoot {
  const instance = objects.find(
    ({ kind, apiVersion }) =>
      kind === 'FluxInstance' && groupOf(apiVersion) === 'fluxcd.controlplane.io',
  );
  const { sync } = (instance?.['spec'] ?? {}) as { readonly sync?: Sync };
  const namespace = instance?.metadata.namespace ?? defaultName;
  const name = sync === undefined ? defaultName : (sync.name ?? namespace);
  const source = { kind: sync?.kind ?? 'GitRepository', namespace, name };
  const written = writtenRoot(entry, objects, `${namespace}/${name}`);
  if (written !== undefined) {
    return { manifest: written, source: sourceOf(written), isImplicit: false };
  }
  const path = sync?.path ?? (entry === '' ? './' : `./${entry}`);
  const manifest: Manifest = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: { interval: '10m', path, prune: true, sourceRef: { kind: source.kind, name } },
  };
  return { manifest, source, isImplicit: true };
}

/**
 * What `flux bootstrap` calls the root, whatever its path; else what applies the entry itself, or
 * is above it and bears the name of a source that stands beside it.
 */
function writtenRoot(
  entry: string,
  objects: readonly Manifest[],
  id: string,
): Manifest | undefined {
  const all = objects.filter(isKustomization);
  const folderOf = (manifest: Manifest): string | undefined =>
    joinPath('', specOf(manifest).path ?? '');
  const isAbove = (manifest: Manifest): boolean => {
    const folder = folderOf(manifest);
    return folder !== undefined && isWithin(entry, folder);
  };
  return (
    all.find((each) => idOf(each) === id && bearsNameOfSource(each)) ??
    all.find((each) => folderOf(each) === entry) ??
    all.find((each) => bearsNameOfSource(each) && isAbove(each) && hasSourceIn(objects, each))
  );
}

function bearsNameOfSource(manifest: Manifest): boolean {
  const { namespace, name } = sourceOf(manifest);
  return idOf(manifest) === `${namespace}/${name}`;
}

function hasSourceIn(objects: readonly Manifest[], manifest: Manifest): boolean {
  const source = sourceOf(manifest);
  return objects.some(
    ({ kind, metadata }) =>
      kind === source.kind &&
      metadata.name === source.name &&
      (metadata.namespace ?? '') === source.namespace,
  );
}
