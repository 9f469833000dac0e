import type { HelmChartSpec, HelmRepositorySpec, OCIRepositorySpec } from '../../flux/index.ts';
import type { Manifest } from '../../kubernetes/index.ts';
import { specOf } from './release.ts';

/** An object of Flux that a release names. */
export interface SourceReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What an OCIRepository picks: a digest before a range before a tag. */
export interface ArtifactReference {
  readonly digest?: string;
  readonly semver?: string;
  /** A regular expression that tags must match before the range is asked. */
  readonly semverFilter?: string;
  readonly tag?: string;
}

/** Where a chart comes from. Equal requests give equal charts. */
export type ChartOrigin =
  /** A chart repository with an index.yaml. */
  | { readonly type: 'http'; readonly url: string; readonly name: string; readonly version: string }
  /** A chart in an OCI registry, by a HelmRepository of type `oci`. */
  | {
      readonly type: 'registry';
      readonly url: string;
      readonly name: string;
      readonly version: string;
      readonly insecure: boolean;
    }
  /** An OCIRepository: its first layer, or the first one of a media type. */
  | {
      readonly type: 'artifact';
      readonly url: string;
      readonly reference: ArtifactReference;
      readonly mediaType: string | undefined;
      readonly insecure: boolean;
    }
  /** A folder or an archive in a GitRepository, a Bucket or an ExternalArtifact. */
  | { readonly type: 'source'; readonly path: string; readonly byRevision: boolean };

/** A chart as a release asks for it. */
export interface ChartRequest {
  readonly origin: ChartOrigin;
  /** The object that provides it, for messages, for `--source` and for who reads its tree. */
  readonly source: SourceReference;
  readonly sourceManifest: Manifest | undefined;
  /** Files whose values stand in for the chart's own, in this order. */
  readonly valuesFiles: readonly string[];
  readonly ignoreMissingValuesFiles: boolean;
  /** Whether the source needs credentials from a Secret, or a cloud's. */
  readonly needsCredentials: boolean;
}

/** Finds an object of Flux in the state. */
export type FindSource = (reference: SourceReference) => Manifest | undefined;

/** Why there is no request: the object that is missing, or what is wrong. */
export type ChartProblem = { readonly missing: SourceReference } | { readonly problem: string };

/** The part of a HelmChart that a HelmRelease's template has as well. */
type HelmChartTemplate = Partial<
  Pick<
    HelmChartSpec,
    'chart' | 'version' | 'valuesFiles' | 'ignoreMissingValuesFiles' | 'reconcileStrategy'
  >
> & {
  readonly sourceRef?: {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string | undefined;
  };
};

const chartSources = ['HelmRepository', 'GitRepository', 'Bucket'];

/**
 * The chart that a release asks for, by `spec.chart` or `spec.chartRef` (helm-controller v1.6.4,
 * internal/controller/helmrelease_controller.go, getSource; internal/reconcile/helmchart_template.go).
 */
export function chartRequestOf(release: Manifest, find: FindSource): ChartRequest | ChartProblem {
  const namespace = release.metadata.namespace ?? '';
  const { chart, chartRef } = specOf(release);
  if ((chart === undefined) === (chartRef === undefined)) {
    return { problem: 'it needs one of spec.chart and spec.chartRef' };
  }
  if (chart !== undefined) {
    // A manifest may be anything, also what the CRD refuses.
    const { spec = {} } = chart as { readonly spec?: HelmChartTemplate };
    const home = orElse(spec.sourceRef?.namespace, namespace);
    return fromHelmChart(spec, home, find);
  }
  const { kind = '', name = '' } = chartRef ?? {};
  const source = { kind, name, namespace: orElse(chartRef?.namespace, namespace) };
  const manifest = find(source);
  if (manifest === undefined) return { missing: source };
  switch (kind) {
    case 'OCIRepository':
      return fromOciRepository(source, manifest);
    case 'HelmChart':
      return fromHelmChart(specIn<HelmChartTemplate>(manifest), source.namespace, find);
    case 'ExternalArtifact':
      return request(source, manifest, { type: 'source', path: '', byRevision: false });
    default:
      return { problem: `spec.chartRef names a ${kind}` };
  }
}

function fromHelmChart(
  spec: HelmChartTemplate,
  namespace: string,
  find: FindSource,
): ChartRequest | ChartProblem {
  const { chart = '', version, sourceRef, valuesFiles, ignoreMissingValuesFiles } = spec;
  if (sourceRef === undefined || chart === '')
    return { problem: 'its chart has no name or no source' };
  const source = { kind: sourceRef.kind, name: sourceRef.name, namespace };
  if (!chartSources.includes(source.kind)) return { problem: `its chart is in a ${source.kind}` };
  const manifest = find(source);
  if (manifest === undefined) return { missing: source };
  const files = {
    valuesFiles: valuesFiles ?? [],
    ignoreMissingValuesFiles: ignoreMissingValuesFiles ?? false,
  };
  if (source.kind !== 'HelmRepository') {
    const byRevision = spec.reconcileStrategy === 'Revision';
    return { ...request(source, manifest, { type: 'source', path: chart, byRevision }), ...files };
  }
  const repository = specIn<HelmRepositorySpec>(manifest);
  const wanted = { url: textOf(repository.url), name: textOf(chart), version: textOf(version) };
  const origin: ChartOrigin =
    repository.type === 'oci'
      ? { type: 'registry', ...wanted, insecure: repository.insecure ?? false }
      : { type: 'http', ...wanted };
  return { ...request(source, manifest, origin), ...files };
}

function fromOciRepository(source: SourceReference, manifest: Manifest): ChartRequest {
  return request(source, manifest, artifactOf(manifest));
}

/** What an OCIRepository picks. */
export function artifactOf(manifest: Manifest): Extract<ChartOrigin, { type: 'artifact' }> {
  const { url, ref, layerSelector, insecure = false } = specIn<OCIRepositorySpec>(manifest);
  const reference: ArtifactReference = {
    ...(ref?.digest !== undefined && { digest: ref.digest }),
    ...(ref?.semver !== undefined && { semver: ref.semver }),
    ...(ref?.semverFilter !== undefined && { semverFilter: ref.semverFilter }),
    ...(ref?.tag !== undefined && { tag: ref.tag }),
  };
  return {
    type: 'artifact',
    url: textOf(url),
    reference,
    mediaType: layerSelector?.mediaType,
    insecure,
  };
}

function request(source: SourceReference, manifest: Manifest, origin: ChartOrigin): ChartRequest {
  const { secretRef, provider, certSecretRef } = specIn<HelmRepositorySpec>(manifest);
  const hasProvider = provider !== undefined && provider !== 'generic';
  return {
    origin,
    source,
    sourceManifest: manifest,
    valuesFiles: [],
    ignoreMissingValuesFiles: false,
    needsCredentials: secretRef !== undefined || certSecretRef !== undefined || hasProvider,
  };
}

function specIn<Spec>(manifest: Manifest): Partial<Spec> {
  const spec: unknown = manifest['spec'];
  return typeof spec === 'object' && spec !== null ? spec : {};
}

function orElse(text: string | undefined, other: string): string {
  return text === undefined || text === '' ? other : text;
}

/** What is no text is a manifest that the CRD refuses; nothing is found under it. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
