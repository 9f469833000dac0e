import { type Diagnostic, errorAt } from '../core/index.ts';
import { fluxKinds } from '../flux/index.ts';
import { type Manifest, textAt } from '../kubernetes/index.ts';
import type { Sync } from './entry.ts';
import { identityRef } from './identity.ts';
import { fluxNamespace } from './objects.ts';
import type { ObjectRef } from './stage.ts';

/** The oldest Kubernetes that Flux runs on (flux2 v2.9.0, `flux check --pre`). */
const oldest = 33;

/** What the API server's version says against a bootstrap, and what is only worth knowing. */
export function checkVersion(version: string, declared: string): readonly Diagnostic[] {
  const minor = minorOf(version);
  const wanted = minorOf(declared);
  if (minor === undefined) return [];
  if (minor < oldest) {
    const message = `the cluster runs Kubernetes ${version}, and Flux needs 1.${oldest} or later`;
    return [errorAt('kubernetes-version', {}, message, { hint: 'Upgrade the cluster first.' })];
  }
  if (wanted === undefined || minor === wanted) return [];
  const message = `the cluster runs Kubernetes ${version}, and the program says ${declared}`;
  const hint = `Set kubernetes: '1.${minor}' in the program, so that manifests are judged by it.`;
  const found = errorAt('kubernetes-version', {}, message, { hint });
  // What an older server lacks cannot be applied; a newer one has nearly all.
  return [minor < wanted ? found : { ...found, severity: 'warning' }];
}

function minorOf(version: string): number | undefined {
  const minor = /^v?1\.(\d+)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** What says which cluster this is, and whose Flux it runs. */
export function telltales(sync: Sync): readonly ObjectRef[] {
  return [identityRef, instanceRef, sync.source, sync.root];
}

const instanceRef: ObjectRef = {
  apiVersion: fluxKinds.FluxInstance.apiVersion,
  kind: 'FluxInstance',
  namespace: fluxNamespace,
  name: 'flux',
};

/**
 * Whether a cluster is the one that is meant, and free to be bootstrapped or so already.
 *
 * @param live the objects of `telltales`, in that order
 * @param hasOperator whether the entry has a FluxInstance
 */
export function checkOwnership(
  cluster: string,
  sync: Sync,
  [identity, instance, source, root]: readonly (Manifest | undefined)[],
  hasOperator: boolean,
): readonly Diagnostic[] {
  const known = textAt(identity, 'data', 'name');
  if (known !== undefined && known !== cluster) return [otherCluster(cluster, known)];
  const path = textAt(instance, 'spec', 'sync', 'path') ?? textAt(root, 'spec', 'path');
  const folder = path?.replace(/^\.?\//, '');
  const other = /^clusters\/([^/]+)\/flux-system$/.exec(folder ?? '')?.[1];
  if (other !== undefined && other !== cluster) return [otherCluster(cluster, other)];
  if (instance !== undefined && !hasOperator) {
    const message = 'the cluster has a FluxInstance, and the program says that it has none';
    const hint = "Take flux: 'components' out of the program, or delete the FluxInstance.";
    return [errorAt('other-flux', {}, message, { hint })];
  }
  const url = textAt(instance, 'spec', 'sync', 'url') ?? textAt(source, 'spec', 'url');
  const differs = [
    ...(url !== undefined && url !== sync.url ? [url] : []),
    ...(folder !== undefined && folder !== sync.path ? [folder] : []),
  ];
  if (differs.length === 0) return [];
  const message = `the cluster's Flux follows ${differs.join(', ')}`;
  const hint = `To have it follow ${sync.url}, ${sync.path}: remove that Flux first (flux uninstall), or change it where it is defined.`;
  return [errorAt('other-flux', {}, message, { hint })];
}

function otherCluster(cluster: string, known: string): Diagnostic {
  const message = `the kubeconfig leads to the cluster ${known}, not to ${cluster}`;
  const hint = 'Name the right one with --context or --kubeconfig.';
  return errorAt('other-cluster', {}, message, { hint });
}
