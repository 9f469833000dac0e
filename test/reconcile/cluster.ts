/** Trees for tests, and what Flux makes of them. */
import { findKustomize } from '../../lib/io/reconcile/index.ts';
import {
  type Beginning,
  type ClusterState,
  type Kustomize,
  reconcile,
  type FluxOptions,
} from '../../lib/reconcile/index.ts';
import { program } from '../../tools/programs.ts';
import { memoryTree } from './memory-tree.ts';

/** The real kustomize, at the version of the controller. */
export async function realKustomize(): Promise<Kustomize> {
  return findKustomize({ SLUICE_KUSTOMIZE: await program('kustomize') });
}

/** Fails where a build is not done in process. */
export const noKustomize: Kustomize = {
  id: 'none',
  build: () => Promise.resolve({ problem: 'this test starts no kustomize' }),
};

/** A manifest as text, from its kind, `namespace/name` and fields in flow style. */
export function manifest(apiVersion: string, kind: string, id: string, fields = ''): string {
  const [name, namespace] = id.split('/').reverse();
  const place = namespace === undefined ? '' : `  namespace: ${namespace}\n`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name ?? ''}\n${place}${fields}`;
}

export function configMap(id: string, data: Readonly<Record<string, string>> = {}): string {
  return manifest('v1', 'ConfigMap', id, `data: ${JSON.stringify(data)}\n`);
}

/** A Kustomization in flux-system of the entry's own source. */
export function kustomization(name: string, path: string, spec: object = {}): string {
  const sourceRef = { kind: 'GitRepository', name: 'flux-system' };
  const all = { interval: '1h', path, prune: true, sourceRef, ...spec };
  const fields = `spec: ${JSON.stringify(all)}\n`;
  return manifest('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `flux-system/${name}`, fields);
}

/** What Flux makes of files, when it begins in the folder `entry`. */
export function stateOf(
  files: Readonly<Record<string, string>>,
  options: Partial<FluxOptions & Beginning> = {},
): Promise<ClusterState> {
  return reconcile({ tree: memoryTree(files), entry: 'entry', kustomize: noKustomize, ...options });
}

/** Statuses by the name of the Kustomization, in reconcile order. */
export function statuses({ kustomizations }: ClusterState): Record<string, string> {
  return Object.fromEntries(
    kustomizations.map(({ manifest: { metadata }, status }) => [metadata.name, status]),
  );
}

/** Codes and objects of the diagnostics. */
export function complaints({ diagnostics }: ClusterState): string[] {
  return diagnostics.map(({ code, location: { object = '' } }) => `${code} ${object}`.trim());
}
