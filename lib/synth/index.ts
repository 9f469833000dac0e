/**
 * From a `Fleet` to a `FileTree`: one walk collects the objects of each app, which are then
 * resolved, given the app of apps that applies them, checked, laid out and written as YAML.
 * Takes constructs and a way to read files; gives files, what each Kustomization's inventory
 * will be, where each file comes from, and diagnostics. Writes nothing.
 */
import type { IConstruct } from 'constructs';
import { type AppChart, type Cluster, type Fleet } from '../constructs/index.ts';
import { type Diagnostic, errorAt, type FileTree } from '../core/index.ts';
import { inventoryId } from '../flux/index.ts';
import { emitYaml, type JsonObject, type Manifest, objectId } from '../kubernetes/index.ts';
import { checkCluster, checkTree } from './check.ts';
import { renderCluster } from './cluster.ts';
import { collect } from './collect.ts';
import { appDependencies, reportCycles } from './dependencies.ts';
import { directoryFile, layOut } from './layout.ts';
import { locate } from './locate.ts';
import type { RenderedApp } from './rendered.ts';
import type { ReadText } from './secrets.ts';

export { clustersFolder, ownershipMark } from './layout.ts';
export { locate } from './locate.ts';
export type { ReadText } from './secrets.ts';
export { type ExistingTree, type TreeChanges, treeChanges } from './update.ts';

/** One Kustomization and what it will apply. */
export interface SynthesizedApp {
  readonly app: AppChart;
  /** `<namespace>/<name>` of the Kustomization. */
  readonly id: string;
  /** Its directory, relative to the root of the tree. */
  readonly directory: string;
  /** Identifiers of its objects, as Flux will write them to its inventory; sorted. */
  readonly inventory: readonly string[];
  /** The objects, in the order in which Flux applies them. */
  readonly manifests: readonly Manifest[];
  /** Number of files, kustomization.yaml included. */
  readonly files: number;
}

/** One cluster's part of the tree. */
export interface SynthesizedCluster {
  readonly cluster: Cluster;
  readonly apps: readonly SynthesizedApp[];
}

/** What synthesis gives. With an error among the diagnostics, the tree is not to be used. */
export interface Synthesis {
  readonly tree: FileTree;
  readonly clusters: readonly SynthesizedCluster[];
  /** For each file, the construct that a person would change. */
  readonly provenance: ReadonlyMap<string, IConstruct>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What synthesis needs beside the fleet. */
export interface SynthesisOptions {
  /** Reads the files that constructs name. */
  readonly readText: ReadText;
  /** Names of the clusters to render. Default: all. */
  readonly clusters?: readonly string[];
}

/** Renders a fleet. Equal fleets give equal bytes, wherever and whenever. */
export function synthesize(fleet: Fleet, { readText, clusters }: SynthesisOptions): Synthesis {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const collection = collect(fleet);
  checkTree(fleet, collection, report);
  const predecessors = appDependencies(collection.dependencies, report);

  const tree = new Map<string, string>();
  const provenance = new Map<string, IConstruct>();
  const synthesized: SynthesizedCluster[] = [];
  for (const collected of collection.clusters) {
    const { cluster } = collected;
    if (clusters && !clusters.includes(cluster.node.id)) continue;
    reportCycles(
      collected.apps.map(({ app }) => app),
      predecessors,
      report,
    );
    const apps = renderCluster(collected, predecessors, readText, report);
    checkCluster(apps, report);
    synthesized.push({
      cluster,
      apps: apps.map((app) => writeApp(app, tree, provenance, report)),
    });
  }
  return { tree, clusters: synthesized, provenance, diagnostics };
}

function writeApp(
  app: RenderedApp,
  tree: Map<string, string>,
  provenance: Map<string, IConstruct>,
  report: (diagnostic: Diagnostic) => void,
): SynthesizedApp {
  const objects = layOut(app);
  for (const { file, manifest, text, construct } of objects) {
    const path = `${app.directory}/${file}`;
    const yaml = text ?? emitYaml(manifest as unknown as JsonObject);
    if (!yaml.isWellFormed()) {
      report(
        errorAt('unrenderable-value', locate(construct), 'text holds half of a surrogate pair'),
      );
    }
    tree.set(path, yaml);
    provenance.set(path, construct);
  }
  const path = `${app.directory}/kustomization.yaml`;
  tree.set(path, directoryFile(objects.map(({ file }) => file)));
  provenance.set(path, app.app);
  return {
    app: app.app,
    id: `${app.id.namespace}/${app.id.name}`,
    directory: app.directory,
    inventory: objects.map(({ manifest }) => inventoryId(objectId(manifest))).sort(),
    manifests: objects.map(({ manifest }) => manifest),
    files: objects.length + 1,
  };
}
