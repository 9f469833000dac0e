import type { Status } from '../reconcile/index.ts';

/** The version of the form that a graph has as JSON. */
export const graphVersion = 1;

/** When an app counts as Ready, and its dependents may begin. */
export type ReadyBy =
  /** `spec.wait`: all that it applies is healthy. */
  | 'wait'
  /** `spec.healthChecks`: these objects are. */
  | 'healthChecks'
  /** Nothing is asked: as soon as it is applied. */
  | 'none';

/** A Kustomization of Flux. */
export interface GraphApp {
  /** `<namespace>/<name>`. */
  readonly id: string;
  /** How far Flux gets with it; one is `missing` that others wait for and nothing applies. */
  readonly status: Status | 'missing';
  readonly readyBy: ReadyBy;
  /** How many `spec.healthChecks` there are, where those count. */
  readonly healthChecks: number;
  /** Ids of the apps that must be Ready first. */
  readonly dependsOn: readonly string[];
  /** The app that applies it; none of the first, and of one that is missing. */
  readonly parent?: string;
  /** `<kind>/<namespace>/<name>` of its source; empty of one that is missing. */
  readonly source: string;
  /** The folder that it builds, relative to its source. */
  readonly path: string;
  readonly objects: number;
  /** Helm releases among them. */
  readonly releases: number;
  /** What is wrong with it. */
  readonly problems: readonly string[];
}

/** Where manifests come from. */
export interface GraphSource {
  /** `<kind>/<namespace>/<name>`. */
  readonly id: string;
  /** Its `spec.url`, without a user's name and password; unknown of one that is not in the tree. */
  readonly url?: string;
}

/** What Flux does in one cluster, as apps and what they wait for. */
export interface ClusterGraph {
  readonly name: string;
  readonly sources: readonly GraphSource[];
  /** In the order in which they become Ready. */
  readonly apps: readonly GraphApp[];
}

/** A fleet. It holds nothing that may not be shown. */
export interface Graph {
  readonly version: typeof graphVersion;
  readonly clusters: readonly ClusterGraph[];
}
