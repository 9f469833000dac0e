import { builtinApis, type JsonObject } from '../../kubernetes/index.ts';
import type { ChartOrigin } from './chart.ts';
import { type RenderedObjects, readOutput } from './output.ts';
import type { Refused, ReleasePorts, Unavailable } from './ports.ts';

/** A chart to be rendered outside of any release. */
export interface ChartToRender {
  readonly origin: Exclude<ChartOrigin, { type: 'source' }>;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: JsonObject;
  readonly kubeVersion: string | undefined;
}

/** What a chart renders to, hooks included. */
export interface ChartObjects extends RenderedObjects {
  /** Whether another render gave the same. */
  readonly isStable: boolean;
}

/** Renders a chart by itself, for who wants its objects rather than a HelmRelease. */
export async function renderChart(
  wanted: ChartToRender,
  ports: Pick<ReleasePorts, 'pull' | 'render'>,
): Promise<ChartObjects | Unavailable | Refused> {
  const { origin, releaseName, namespace, values, kubeVersion } = wanted;
  const chart = await ports.pull({
    origin,
    source: { kind: 'HelmChart', namespace, name: releaseName },
    sourceManifest: undefined,
    valuesFiles: [],
    ignoreMissingValuesFiles: false,
    needsCredentials: false,
  });
  if (!('digest' in chart)) return chart;
  const rendered = await ports.render({
    chart,
    releaseName,
    namespace,
    values,
    kubeVersion,
    apiVersions: chart.asksForApis ? builtinApis : [],
    skipSchemaValidation: false,
  });
  if (!('text' in rendered)) return rendered;
  const objects = readOutput(rendered.text);
  if (typeof objects === 'string') return { problem: `the chart renders no manifests: ${objects}` };
  return { ...objects, isStable: rendered.secondText === undefined };
}
