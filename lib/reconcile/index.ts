/**
 * The offline Flux. Takes a tree of files and the folder in which Flux begins, gives what Flux
 * makes of them in one cluster: every Kustomization, in the order in which they become Ready, with
 * the objects that it applies. Side effects (files, kustomize, caches) are ports.
 */
export { Builder, type BuildResult } from './build/index.ts';
export { filesRead } from './build/files-read.ts';
export { clusterEntries, type ClusterEntry } from './cluster-entries.ts';
export { findEntries, onlyEntry } from './entry.ts';
export type { BuildCache, Kustomize, KustomizeResult } from './ports.ts';
export {
  type Beginning,
  type FluxOptions,
  offlineFlux,
  type Reconcile,
  reconcile,
} from './reconcile.ts';
export {
  type ClusterState,
  type ReconciledKustomization,
  type ReconciledObject,
  type ReconciledRelease,
  type ReconciledResourceSet,
  shownId,
  type Status,
} from './state.ts';
export { type EntryKind, joinPath, kindOf, readText, type Tree } from './tree.ts';
export type { Below } from './walk.ts';
