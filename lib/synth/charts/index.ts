/**
 * Helm charts that are objects of an app. Takes the charts of a fleet and a way to render them, gives
 * what synthesis needs: it waits for nothing, so they are rendered before it.
 */
export { chartObjects, reportCharts } from './objects.ts';
export type { ChartOutcome, RenderChart, RenderedCharts, WantedChart } from './ports.ts';
export { chartsIn, renderCharts } from './render-charts.ts';
