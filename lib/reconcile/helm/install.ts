import { type Manifest, objectId } from '../../kubernetes/index.ts';
import type { ReconciledObject, ReleaseTarget } from '../state.ts';
import type { CustomKinds } from './crds.ts';
import { withMetadata } from './post-render.ts';

/**
 * An object as Helm sends it: marked as its own (helm v4.3.1, pkg/action/validate.go,
 * setMetadataVisitor), and in the release's namespace unless it names one or belongs to the cluster.
 * A kind that nobody defines here is taken for one of a namespace, as most are.
 */
export function asInstalled(
  rendered: Manifest,
  target: ReleaseTarget,
  kinds: CustomKinds,
): ReconciledObject {
  const marked = withMetadata(
    rendered,
    { 'app.kubernetes.io/managed-by': 'Helm' },
    {
      'meta.helm.sh/release-name': target.name,
      'meta.helm.sh/release-namespace': target.namespace,
    },
  );
  const { namespace: own, ...metadata } = marked.metadata;
  const namespace = own === undefined || own === '' ? target.namespace : own;
  const manifest: Manifest =
    kinds.scopeOf(rendered) === 'cluster'
      ? { ...marked, metadata }
      : { ...marked, metadata: { ...metadata, namespace } };
  return { id: objectId(manifest), manifest };
}
