/**
 * From a `Fleet` to a `FileTree`: one walk collects the objects of each app; each app is
 * resolved, checked, laid out and written as YAML; then the app of apps that applies them.
 * Takes constructs and a way to read files; gives files, what each Kustomization's inventory
 * will be, where each file comes from, and diagnostics. Writes nothing.
 */
import type { IConstruct } from 'constructs';
import type { AppChart, Cluster, Fleet } from '../constructs/index.ts';
import type { Diagnostic, FileTree } from '../core/index.ts';
import type { RenderedCharts } from './charts/index.ts';
import { checkCluster, checkShared, checkTree } from './check.ts';
import { type ManifestVisitor, renderCluster } from './cluster.ts';
import { collect } from './collect.ts';
import { appDependencies, namespaceDependencies, reportCycles } from './dependencies.ts';
import type { AppImage } from './images/policies.ts';
import { directoryFile } from './layout.ts';
import type { RenderedApp } from './rendered.ts';
import type { ReadText } from './secrets/secret-file.ts';

export {
  type ChartOutcome,
  chartsIn,
  type RenderChart,
  renderCharts,
  type RenderedCharts,
  type WantedChart,
} from './charts/index.ts';
export type { ManifestVisitor } from './cluster.ts';
export type { AppImage } from './images/policies.ts';
export { locate } from './locate.ts';
export { clustersFolder, ownershipMark } from './layout.ts';
export type { ReadText } from './secrets/secret-file.ts';
export type { CommittedTags, StandingImage } from './images/committed.ts';
export {
  type ExistingTree,
  imageIn,
  tagsCommitted,
  type TreeChanges,
  treeChanges,
  withCommittedTags,
} from './update.ts';

/** One Kustomization and what it will apply. */
export interface SynthesizedApp {
  readonly app: AppChart;
  /** `<namespace>/<name>` of the Kustomization. */
  readonly id: string;
  /** Its directory, relative to the root of the tree. */
  readonly directory: string;
  /** Paths of its objects' files, in the order in which Flux applies them. */
  readonly files: readonly string[];
  /** Identifiers of its objects, as Flux will write them to its inventory; sorted. */
  readonly inventory: readonly string[];
  /** The images whose tags Flux commits to its files. */
  readonly images: readonly AppImage[];
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
  /** What the fleet's charts rendered to. Default: nothing, so one is an error. */
  readonly charts?: RenderedCharts;
  /** Names of the clusters to render. Default: all. */
  readonly clusters?: readonly string[];
  /** Sees the manifests of each app; the result holds only their text. */
  readonly visit?: ManifestVisitor;
}

const noCharts: RenderedCharts = new Map();

/** Renders a fleet. Equal fleets give equal bytes, wherever and whenever. */
export function synthesize(fleet: Fleet, options: SynthesisOptions): Synthesis {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const { charts = noCharts } = options;
  const collection = collect(fleet);
  checkTree(fleet, collection, report);
  const implied = collection.clusters.flatMap(({ apps }) => namespaceDependencies(apps, charts));
  const predecessors = appDependencies([...collection.dependencies, ...implied], report);
  const context = {
    predecessors,
    usesVariables: collection.clusters.some(({ cluster }) => cluster.variables.size > 0),
    readText: options.readText,
    charts,
    report,
    visit: options.visit,
  };

  const tree = new Map<string, string>();
  const provenance = new Map<string, IConstruct>();
  const clusters: SynthesizedCluster[] = [];
  for (const collected of collection.clusters) {
    const { cluster } = collected;
    if (options.clusters && !options.clusters.includes(cluster.node.id)) continue;
    const charts = collected.apps.map(({ app }) => app);
    reportCycles(charts, predecessors, report);
    const apps = renderCluster(collected, context);
    checkCluster(cluster, apps, report);
    for (const app of apps) checkShared(app, clusters, tree, report);
    clusters.push({ cluster, apps: apps.map((app) => addToTree(app, tree, provenance)) });
  }
  return { tree, clusters, provenance, diagnostics };
}

function addToTree(
  { app, id, directory, files, images }: RenderedApp,
  tree: Map<string, string>,
  provenance: Map<string, IConstruct>,
): SynthesizedApp {
  const paths = files.map(({ file, text, construct }) => {
    const path = `${directory}/${file}`;
    tree.set(path, text);
    provenance.set(path, construct);
    return path;
  });
  const kustomization = `${directory}/kustomization.yaml`;
  tree.set(kustomization, directoryFile(files.map(({ file }) => file)));
  provenance.set(kustomization, app);
  return {
    app,
    id: `${id.namespace}/${id.name}`,
    directory,
    files: paths,
    inventory: files.map(({ inventoryId }) => inventoryId).sort(),
    images,
  };
}
