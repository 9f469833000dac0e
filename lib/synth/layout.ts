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

// RBAC names may hold characters that file systems refuse or fold; object names have no `=`.
function fileSafe(text: string): string {
  return text.replace(
    /[^a-z0-9.-]/g,
    (char) => `=${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/**
 * The file of an object: `<kind>.<name>.yaml`, with the namespace before the name where it is
 * not the app's own. It depends on the object alone, so no other object can rename it.
 */
function fileName(id: ObjectId, appNamespace: string | undefined): string {
  const isForeign = id.namespace !== '' && id.namespace !== appNamespace;
  const name = isForeign ? `${id.namespace}_${fileSafe(id.name)}` : fileSafe(id.name);
  return `${id.kind.toLowerCase()}.${name}`;
}

/** The files of an app's objects, relative to its directory; the objects are in apply order. */
export function fileNames(
  objects: readonly { readonly id: ObjectId; readonly folder?: string }[],
  appNamespace: string | undefined,
): string[] {
  const taken = new Set<string>();
  return objects.map(({ id, folder }) => {
    const short = (folder === undefined ? '' : `${folder}/`) + fileName(id, appNamespace);
    // Kinds of one name in two groups, such as the Services of Kubernetes and of Knative.
    const base = taken.has(short) ? `${short}.${id.group}` : short;
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
