import { type HelmReleaseSpec, releaseNameOf } from '../../flux/index.ts';
import { groupOf, type JsonObject, type Manifest } from '../../kubernetes/index.ts';
import type { CrdPolicy, ReleaseTarget } from '../state.ts';
import { anyMap, flag, listOf, named, Specs, text, texts, withFields } from '../well-formed.ts';

/** Whether a manifest is a HelmRelease, in any version of its API. */
export function isHelmRelease(manifest: Manifest): boolean {
  return (
    manifest.kind === 'HelmRelease' && groupOf(manifest.apiVersion) === 'helm.toolkit.fluxcd.io'
  );
}

const action = withFields({ crds: text, disableSchemaValidation: flag });
const template = withFields({
  chart: text,
  version: text,
  sourceRef: named,
  interval: text,
  reconcileStrategy: text,
  valuesFiles: listOf(text),
});

/** The fields that are read here (helm-controller v1.6.4, api/v2/helmrelease_types.go). */
const specs = new Specs<HelmReleaseSpec>({
  chart: withFields({ spec: template }),
  chartRef: named,
  commonMetadata: withFields({ labels: texts, annotations: texts }),
  dependsOn: listOf(named),
  install: action,
  kubeConfig: withFields({ secretRef: named, configMapRef: named }),
  postRenderStrategy: text,
  postRenderers: listOf(withFields({ kustomize: withFields({}) })),
  releaseName: text,
  serviceAccountName: text,
  storageNamespace: text,
  suspend: flag,
  targetNamespace: text,
  upgrade: action,
  values: anyMap,
  valuesFrom: listOf(named),
});

/** The spec of a HelmRelease, without what its CRD would refuse. */
export function specOf(manifest: Manifest): Partial<HelmReleaseSpec> {
  return specs.of(manifest);
}

/** The fields of a HelmRelease that its CRD would refuse, as `spec.chart`. */
export function malformedFields(manifest: Manifest): readonly string[] {
  return specs.malformed(manifest);
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
