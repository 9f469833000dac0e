import { type Manifest, textAt, valueAt } from '../../kubernetes/index.ts';
import type { ReconciledRelease } from '../../reconcile/state.ts';
import { objectKey, type Side } from './side.ts';

/** A release on one side of a comparison. */
export interface ReleaseIn {
  readonly side: Side;
  readonly release: ReconciledRelease;
}

/**
 * Whether a release installs a chart of another name, as far as that can be told: charts that are
 * not at hand have the name that they are asked for by.
 */
export function isOtherChart(before: ReleaseIn, after: ReleaseIn): boolean {
  const actual = [before, after].map(({ release }) => release.chart?.name);
  const asked = [before, after].map(askedName);
  const names = [actual, asked].find((each) => !each.includes(undefined)) ?? [
    actual[0] ?? asked[0],
    actual[1] ?? asked[1],
  ];
  return !names.includes(undefined) && names[0] !== names[1];
}

/** The last part: of an OCIRepository's URL, which `helm push` ends with the name of the chart. */
function askedName({ side, release: { manifest } }: ReleaseIn): string | undefined {
  const namespace = manifest.metadata.namespace ?? '';
  const chart = valueAt(manifest, 'spec', 'chart', 'spec');
  if (chart !== undefined) return nameIn(chart);
  const reference = valueAt(manifest, 'spec', 'chartRef');
  const found = sourceIn(side, {
    kind: textAt(reference, 'kind') ?? '',
    namespace: textAt(reference, 'namespace') ?? namespace,
    name: textAt(reference, 'name') ?? '',
  });
  if (found?.kind === 'HelmChart') return nameIn(found['spec']);
  return lastPart(textAt(found, 'spec', 'url'));
}

/** In a repository of charts a chart is asked for by its name, elsewhere by a path. */
function nameIn(chart: unknown): string | undefined {
  const isNamed = textAt(chart, 'sourceRef', 'kind') === 'HelmRepository';
  return isNamed ? lastPart(textAt(chart, 'chart')) : undefined;
}

function lastPart(text: string | undefined): string | undefined {
  return text?.slice(text.lastIndexOf('/') + 1);
}

function sourceIn(
  side: Side,
  id: { readonly kind: string; readonly namespace: string; readonly name: string },
): Manifest | undefined {
  const key = objectKey('', { group: 'source.toolkit.fluxcd.io', ...id });
  return side.placements.get(key)?.[0]?.object.manifest;
}
