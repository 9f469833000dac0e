import type { AppChart } from '../constructs/index.ts';
import { emitYaml, type ObjectId } from '../kubernetes/index.ts';

/** The first line of every kustomization.yaml that synth writes; it says who owns the folder. */
export const ownershipMark =
  '# Written by `sluice synth`, which owns this file and the files that it lists.\n';

/** Below this folder each cluster has its own. */
export const clustersFolder = 'clusters';

/** The directory of an app, relative to the root of the tree. */
export function directoryOf(app: AppChart): string {
  const base = `${clustersFolder}/${app.cluster.node.id}`;
  if (app === app.cluster.entry) return `${base}/flux-system`;
  if (app === app.cluster.flux) return `${base}/flux`;
  return app.kustomization.path?.replace(/^\.\//, '') ?? `${base}/apps/${app.node.id}`;
}

const utf8 = new TextEncoder();

// RBAC names may hold characters that file systems refuse or fold; object names have no `=`.
function fileSafe(text: string): string {
  return text.replace(/[^a-z0-9.-]/gu, (char) =>
    Array.from(utf8.encode(char), (byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

// Groups of Kubernetes and Flux, in which a kind's name says enough.
const familiarGroup = /^[^.]*$|\.k8s\.io$|\.toolkit\.fluxcd\.io$|^fluxcd\.controlplane\.io$/;

/**
 * The file of an object: `<kind>.<name>.yaml`, with the namespace before the name where it is
 * not the app's own, and the group after it where others may have a kind of that name, as both
 * Kubernetes and Knative have Services. It depends on the object alone, so no other object can
 * rename it.
 */
function fileName(id: ObjectId, appNamespace: string | undefined): string {
  const isForeign = id.namespace !== '' && id.namespace !== appNamespace;
  const namespace = isForeign ? `${fileSafe(id.namespace)}_` : '';
  const group = familiarGroup.test(id.group) ? '' : `.${fileSafe(id.group)}`;
  return `${fileSafe(id.kind.toLowerCase())}.${namespace}${fileSafe(id.name)}${group}`;
}

/** The files of an app's objects, relative to its directory; the objects are in apply order. */
export function fileNames(
  objects: readonly { readonly id: ObjectId; readonly folder?: string }[],
  appNamespace: string | undefined,
): string[] {
  const taken = new Set<string>();
  return objects.map(({ id, folder }) => {
    let base = (folder === undefined ? '' : `${folder}/`) + fileName(id, appNamespace);
    // Such as a name that ends in the group of another object; none may be lost.
    while (taken.has(base)) base += '=';
    taken.add(base);
    return `${base}.yaml`;
  });
}

/** The kustomization.yaml of a directory. */
export function directoryFile(files: readonly string[]): string {
  return (
    ownershipMark +
    emitYaml({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: files,
    })
  );
}
