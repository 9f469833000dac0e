/** Helm charts and sources: pulled from repositories, registries and Git, and rendered by the real Helm. */
export { Charts, type ChartSettings } from './charts.ts';
export { findHelm } from './helm.ts';
export { machineCharts } from './machine.ts';
export { chartRenderer } from './renderer.ts';
