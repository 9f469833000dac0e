import type { JsonObject } from '../../kubernetes/index.ts';
import type { Kustomize } from '../ports.ts';
import type { Tree } from '../tree.ts';
import type { ChartRequest } from './chart.ts';
import type { RenderedObjects } from './output.ts';

/** A chart that is at hand. What it holds is known only to the ports. */
export interface PulledChart {
  readonly name: string;
  /** As helm-controller changes it: with the digest of an OCIRepository behind `+`. */
  readonly version: string;
  /** The hash of all that renders: files, version, values files. */
  readonly digest: string;
  /** Whether its templates ask which APIs the cluster has. */
  readonly asksForApis: boolean;
}

/** Why something cannot be had here, though Flux may have it. */
export interface Unavailable {
  readonly unavailable: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What Flux would stop with. */
export interface Refused {
  readonly problem: string;
}

export interface RenderRequest {
  readonly chart: PulledChart;
  readonly releaseName: string;
  readonly namespace: string;
  readonly values: JsonObject;
  /** Whether values stand in the repository as they are: then a Secret made of them may be kept too. */
  readonly isCommitted: boolean;
  /** `v1.34.0`; Helm's own default where it is not known. */
  readonly kubeVersion: string | undefined;
  /** `group/version` and `group/version/Kind`, beside those that Helm knows by itself. */
  readonly apiVersions: readonly string[];
  readonly skipSchemaValidation: boolean;
}

/** What `helm template` prints, hooks among it, or as text what is wrong with it. */
export interface RenderedChart {
  readonly objects: RenderedObjects | string;
  /** The same of another run, where it prints something else. */
  readonly second?: RenderedObjects | string;
}

/** The files of a GitRepository, a Bucket or an ExternalArtifact. */
export interface SourceTree {
  readonly tree: Tree;
  /** What identifies its revision, such as the hash of a commit, where that is known. */
  readonly revision?: string;
}

/** What the outside does for releases. */
export interface ReleasePorts {
  /** Gets a chart. For a chart inside a source, that source is handed in. */
  pull(request: ChartRequest, source?: SourceTree): Promise<PulledChart | Unavailable | Refused>;
  /** Renders a chart with the real Helm. */
  render(request: RenderRequest): Promise<RenderedChart | Unavailable | Refused>;
  /** Reads the source that a chart is in: the walk knows which of them is the tree itself. */
  readSource(request: ChartRequest): Promise<SourceTree | Unavailable>;
  readonly kustomize: Kustomize;
}
