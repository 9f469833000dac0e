import type { IConstruct } from 'constructs';
import {
  type AppChart,
  type Fleet,
  isAppChart,
  isRenderedChart,
  type RenderedChart,
} from '../../constructs/index.ts';
import { type Diagnostic, type DiagnosticCode, errorAt } from '../../core/index.ts';
import { releaseNameOf } from '../../flux/index.ts';
import { formatObject, type JsonObject, type Manifest, objectId } from '../../kubernetes/index.ts';
import { locate } from '../locate.ts';
import { resolveValue, UnrenderableError } from '../resolve.ts';
import type {
  ChartObjects,
  ChartOutcome,
  RenderChart,
  Rendered,
  RenderedCharts,
  WantedChart,
} from './ports.ts';

/** The charts that must be rendered before a fleet can be synthesized. */
export function chartsIn(fleet: Fleet): readonly RenderedChart[] {
  return fleet.node.findAll().filter(isRenderedChart);
}

/**
 * Renders charts, all at once. It comes before synthesis, which waits for nothing.
 *
 * @param clusters the names of those whose charts are wanted. Default: all
 */
export async function renderCharts(
  charts: readonly RenderedChart[],
  render: RenderChart,
  clusters?: readonly string[],
): Promise<RenderedCharts> {
  const rendered = charts.map(async (chart): Promise<readonly [RenderedChart, ChartObjects][]> => {
    const app = appOf(chart);
    const isWanted = app && (clusters?.includes(app.cluster.node.id) ?? true);
    return isWanted === true ? [[chart, await renderOne(chart, app, render)]] : [];
  });
  return new Map((await Promise.all(rendered)).flat());
}

function appOf(construct: IConstruct): AppChart | undefined {
  return construct.node.scopes.findLast(isAppChart);
}

async function renderOne(
  chart: RenderedChart,
  app: AppChart,
  render: RenderChart,
): Promise<ChartObjects> {
  // It is reported with all that is not valid.
  if (chart.node.validate().length > 0) return { manifests: [], diagnostics: [] };
  let wanted: WantedChart;
  try {
    wanted = wantedOf(chart, app);
  } catch (error) {
    if (!(error instanceof UnrenderableError)) throw error;
    const location = { ...locate(chart), field: `values.${error.field}` };
    const hint = 'Use text, numbers, booleans, null, lists and plain objects.';
    const diagnostics = [errorAt('unrenderable-value', location, error.message, { hint })];
    return { manifests: [], diagnostics };
  }
  const outcome = await render(wanted);
  const refused = refusalOf(outcome, chart);
  if (refused !== undefined) return { manifests: [], diagnostics: [refused] };
  const { manifests, crds } = outcome as Rendered;
  const all = chart.props.includeCrds === false ? manifests : [...crds, ...manifests];
  return { manifests: all.map((each) => belongingTo(app, chart, each)), diagnostics: [] };
}

function wantedOf(chart: RenderedChart, app: AppChart): WantedChart {
  const { props } = chart;
  return {
    repository: props.repository,
    chart: props.chart,
    version: props.version,
    releaseName: releaseNameOf({ ...props, name: app.nameOf(chart, []) }),
    // As in Helm and kubectl, where nobody says.
    namespace: props.targetNamespace ?? app.namespace ?? 'default',
    values: resolveValue(props.values ?? {}, app.node.root as Fleet) as JsonObject,
    kubernetes: app.cluster.kubernetes,
  };
}

/** Hooks of `helm test`, under their old names as well: nothing runs them unless a person asks. */
const isTest = /^test(?:-success|-failure)?$/;

/** Why what a chart rendered to cannot be objects of an app. */
function refusalOf(outcome: ChartOutcome, chart: RenderedChart): Diagnostic | undefined {
  const what = `chart ${chart.props.chart} ${chart.props.version}`;
  const fail = (code: DiagnosticCode, message: string, hint?: string): Diagnostic =>
    errorAt(code, locate(chart), message, hint === undefined ? {} : { hint });
  if ('problem' in outcome) return fail('chart-failed', `${what}: ${outcome.problem}`);
  if ('unavailable' in outcome) {
    return fail(
      'opaque-chart',
      `${what} cannot be rendered here: ${outcome.unavailable}`,
      outcome.hint ?? 'A chart is pulled once; after that, synth needs no network for it.',
    );
  }
  if (outcome.unstable.length > 0) {
    return fail(
      'unstable-chart',
      `two renders of ${what} differ in ${outcome.unstable.join(', ')}`,
      `Give the chart these values, or let Flux render it: ${inCluster}.`,
    );
  }
  const hooks = outcome.hooks.filter(({ events }) => !events.every((each) => isTest.test(each)));
  if (hooks.length === 0) return undefined;
  const names = hooks.map(({ manifest }) => formatObject(objectId(manifest)));
  return fail(
    'chart-hooks',
    `${what} has hooks, which only Helm runs: ${names.join(', ')}`,
    `Turn them off by the values of the chart, or let Helm run them: ${inCluster}.`,
  );
}

const inCluster = 'a HelmRelease, such as HelmApp of sluice/charts';

/** An object with the namespace and the labels that every object of an app has. */
function belongingTo(app: AppChart, chart: RenderedChart, manifest: Manifest): Manifest {
  const { namespace: own, ...metadata } = manifest.metadata;
  const usual = chart.props.targetNamespace ?? app.namespace;
  const namespace = own === undefined || own === '' ? usual : own;
  const hasLabels = Object.keys(app.labels).length > 0;
  return {
    ...manifest,
    metadata: {
      ...metadata,
      ...(namespace !== undefined && { namespace }),
      ...(hasLabels && { labels: { ...app.labels, ...metadata.labels } }),
    },
  };
}
