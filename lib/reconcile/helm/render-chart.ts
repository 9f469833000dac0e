import { builtinApis, type JsonObject, type Manifest } from '../../kubernetes/index.ts';
import type { ChartOrigin } from './chart.ts';
import { hookEventsOf, isHook, type RenderedObjects } from './output.ts';
import type { Refused, ReleasePorts, Unavailable } from './ports.ts';
import { maskAll } from './unstable.ts';

/** A chart to be rendered outside of any release. */
export interface ChartToRender {
  readonly origin: Exclude<ChartOrigin, { type: 'source' }>;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: JsonObject;
  readonly kubeVersion: string | undefined;
}

/** What a chart renders to. */
export interface ChartObjects extends RenderedObjects {
  /** What Helm would run on its way, and when. */
  readonly hooks: readonly { readonly manifest: Manifest; readonly events: readonly string[] }[];
  /** The fields in which another render differs, such as `Secret web data.password`. */
  readonly unstable: readonly string[];
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
    isCommitted: false,
    kubeVersion,
    apiVersions: chart.asksForApis ? builtinApis : [],
    skipSchemaValidation: false,
  });
  if (!('objects' in rendered)) return rendered;
  const { objects, second = objects } = rendered;
  if (typeof objects === 'string') return { problem: `it renders what is no manifest: ${objects}` };
  if (typeof second === 'string') return { problem: `it renders what is no manifest: ${second}` };
  const { manifests, crds } = objects;
  return {
    manifests: manifests.filter((each) => !isHook(each)),
    crds,
    hooks: manifests.flatMap((manifest) => {
      const events = hookEventsOf(manifest);
      return events === undefined ? [] : { manifest, events };
    }),
    unstable: second === objects ? [] : maskAll(manifests, second.manifests).fields,
  };
}
