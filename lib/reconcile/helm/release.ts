import { type HelmReleaseSpec, releaseNameOf } from '../../flux/index.ts';
import { groupOf, type JsonObject, type Manifest } from '../../kubernetes/index.ts';
import type { CrdPolicy, ReleaseTarget } from '../state.ts';

/** Whether a manifest is a HelmRelease, in any version of its API. */
export function isHelmRelease(manifest: Manifest): boolean {
  return (
    manifest.kind === 'HelmRelease' && groupOf(manifest.apiVersion) === 'helm.toolkit.fluxcd.io'
  );
}

/** The spec of a HelmRelease. What its CRD would refuse is checked where it is read. */
export function specOf(manifest: Manifest): Partial<HelmReleaseSpec> {
  const spec: unknown = manifest['spec'];
  return typeof spec === 'object' && spec !== null ? spec : {};
}

/** `spec.values` as a map. */
export function ownValuesOf(manifest: Manifest): JsonObject {
  const values: unknown = specOf(manifest).values;
  return typeof values === 'object' && values !== null && !Array.isArray(values)
    ? (values as JsonObject)
    : {};
}

function orElse(text: string | undefined, other: string): string {
  return text === undefined || text === '' ? other : text;
}

/** Where Helm installs a release and keeps it (helm-controller v1.6.4, api/v2/helmrelease_types.go). */
export function targetOf(manifest: Manifest): ReleaseTarget {
  const { name, namespace = '' } = manifest.metadata;
  const { releaseName, targetNamespace, storageNamespace } = specOf(manifest);
  return {
    name: releaseNameOf({ name, releaseName, targetNamespace }),
    namespace: orElse(targetNamespace, namespace),
    storageNamespace: orElse(storageNamespace, namespace),
  };
}

/**
 * What becomes of the CRDs in a chart's `crds/`. The controller's documentation says that an upgrade
 * skips them unless told otherwise; its code creates those that are missing, and neither changes one
 * that is there (helm-controller v1.6.4, internal/action/crds.go).
 */
export function crdPolicyOf(manifest: Manifest): CrdPolicy {
  const { install, upgrade } = specOf(manifest);
  return { install: install?.crds ?? 'Create', upgrade: upgrade?.crds ?? 'Create' };
}
