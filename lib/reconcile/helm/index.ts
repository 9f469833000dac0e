/**
 * The offline helm-controller: which chart a HelmRelease asks for, with which values, and what Helm
 * then installs. Takes the objects of a cluster and ports that pull and render; gives releases.
 */
export {
  type ArtifactReference,
  type ChartOrigin,
  type ChartRequest,
  type SourceReference,
} from './chart.ts';
export { type RenderedObjects, readOutput } from './output.ts';
export type {
  PulledChart,
  Refused,
  RenderedChart,
  ReleasePorts,
  RenderRequest,
  SourceTree,
  Unavailable,
} from './ports.ts';
export { readValues } from './read-values.ts';
export {
  type ReconciledReleases,
  type ReleasesInput,
  type ReleaseToReconcile,
  reconcileReleases,
} from './reconcile.ts';
export { isHelmRelease } from './release.ts';
export { type ChartObjects, type ChartToRender, renderChart } from './render-chart.ts';
export { newestIn, printVersion, readFullVersion, readRange, readVersion } from './semver.ts';
export { mergeMaps, type Values } from './values.ts';
