import { readVersion } from '../../reconcile/helm/index.ts';
import { compareVersions } from '../../reconcile/helm/semver.ts';
import { type Chart, withMetadata } from './chart-files.ts';
import type { FetchedArchive } from './fetch-archive.ts';

/**
 * A chart of an OCIRepository with the first characters of its digest in its version, so that Helm
 * notices a tag that moved. A tag that is a version must be the chart's (helm-controller v1.6.4,
 * internal/controller/helmrelease_controller.go, mutateChartWithSourceRevision).
 *
 * @returns why Flux refuses it, as text
 */
export function revisionMetadata(chart: Chart, { tag, manifest }: FetchedArchive): Chart | string {
  if (manifest === undefined) return chart;
  const version = readVersion(chart.version);
  if (version === undefined) return `its version ${chart.version} is none`;
  const tagged = tag === undefined ? undefined : readVersion(tag.replaceAll('_', '+'));
  if (tagged !== undefined && compareVersions(tagged, version) !== 0) {
    return `its tag ${tag ?? ''} is not its version ${chart.version}`;
  }
  return withMetadata(chart, manifest.replace(/^[^:]*:/, '').slice(0, 12));
}
