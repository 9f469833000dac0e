import type { RenderedChart } from '../../constructs/index.ts';
import { type Diagnostic, errorAt } from '../../core/index.ts';
import type { CollectedApp } from '../collect.ts';
import { locate } from '../locate.ts';
import type { RenderedObject } from '../rendered.ts';
import type { RenderedCharts } from './ports.ts';

/** The objects of an app's charts. */
export function chartObjects(
  { charts }: CollectedApp,
  rendered: RenderedCharts,
): readonly RenderedObject[] {
  return charts.flatMap((construct) => {
    const { manifests = [] } = rendered.get(construct) ?? {};
    return manifests.map((manifest) => ({ manifest, construct }));
  });
}

/** Reports what is wrong with an app's charts. */
export function reportCharts(
  { charts }: CollectedApp,
  rendered: RenderedCharts,
  report: (diagnostic: Diagnostic) => void,
): void {
  for (const chart of charts) {
    const { diagnostics } = rendered.get(chart) ?? { diagnostics: [notRendered(chart)] };
    diagnostics.forEach(report);
  }
}

function notRendered(chart: RenderedChart): Diagnostic {
  const message = `chart ${chart.props.chart} is not rendered yet`;
  const hint =
    'run() renders charts when the program is done; in a test, await renderCharts(app) of sluice/testing first.';
  return errorAt('unrendered-chart', locate(chart), message, { hint });
}
