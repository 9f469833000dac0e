import type { RenderedChart } from '../../constructs/index.ts';
import type { Diagnostic } from '../../core/index.ts';
import type { JsonObject, Manifest } from '../../kubernetes/index.ts';

/** A chart and all that decides what it renders to. */
export interface WantedChart {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: JsonObject;
  /** Minor version of Kubernetes, such as `1.34`. */
  readonly kubernetes: string;
}

/** What a chart rendered to. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  readonly crds: readonly Manifest[];
  readonly hooks: readonly { readonly manifest: Manifest; readonly events: readonly string[] }[];
  /** The fields in which two renders differ. */
  readonly unstable: readonly string[];
}

/** What a chart rendered to, or why there is nothing: not here, or nowhere. */
export type ChartOutcome =
  | Rendered
  | { readonly unavailable: string; readonly hint?: string }
  | { readonly problem: string };

/** Renders a chart outside of this process. */
export type RenderChart = (wanted: WantedChart) => Promise<ChartOutcome>;

/** A chart's objects, and what is wrong with it. */
export interface ChartObjects {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The charts of a fleet that were rendered. */
export type RenderedCharts = ReadonlyMap<RenderedChart, ChartObjects>;
