import { readSchemas } from '../io/schema-data.ts';
import type { RefusedBySchema } from '../plan/index.ts';
import type { ClusterState, ReconciledObject } from '../reconcile/index.ts';
import {
  checkTransition,
  formatPath,
  kubernetesVersions,
  Schemas,
} from '../validate/schema/index.ts';

/** What the CRDs of a cluster, and those that are shipped, refuse to change by rules in CEL. */
export function refusedBySchemasOf(head: ClusterState): RefusedBySchema {
  const definitions = [
    ...head.kustomizations.flatMap(({ objects }) => objects),
    ...head.releases.flatMap(({ crds, objects }) => [...crds, ...objects]),
  ].flatMap(({ manifest }) => (manifest.kind === 'CustomResourceDefinition' ? [manifest] : []));
  const kubernetes = kubernetesVersions[kubernetesVersions.length - 1] ?? '1.36';
  const schemas = new Schemas({ kubernetes, definitions, load: readSchemas });
  return (before, after) => {
    if (isClosed(before) || isClosed(after)) return [];
    return checkTransition(before.manifest, after.manifest, schemas).map(({ path }) =>
      // A key can be the value of a Secret.
      after.shown === undefined ? formatPath(path) : String(path[0] ?? ''),
    );
  };
}

/** Of ciphertext nothing is known that a rule could ask. */
function isClosed({ sealed }: ReconciledObject): boolean {
  return sealed?.opened === false;
}
