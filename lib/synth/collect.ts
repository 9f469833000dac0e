import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  type AppChart,
  type Cluster,
  type Fleet,
  isAppChart,
  isCluster,
  isRenderedChart,
  type RenderedChart,
} from '../constructs/index.ts';

/** An app and the objects that belong to it, in the order of their creation. */
export interface CollectedApp {
  readonly app: AppChart;
  readonly objects: ApiObject[];
  /** Charts whose objects belong to it as well. */
  readonly charts: RenderedChart[];
}

/** A construct that is not valid, and why. */
export interface InvalidConstruct {
  readonly construct: IConstruct;
  readonly message: string;
}

/** A dependency that a person declared between two constructs. */
export interface DeclaredDependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/** A cluster with its apps, the entry and `flux` among them. */
export interface CollectedCluster {
  readonly cluster: Cluster;
  readonly apps: CollectedApp[];
}

/** What one walk over the tree finds. */
export interface Collection {
  readonly clusters: CollectedCluster[];
  readonly dependencies: DeclaredDependency[];
  /** What constructs say of themselves when they are asked whether they are valid. */
  readonly invalid: InvalidConstruct[];
  /** Objects and charts that stand in no app. */
  readonly misplaced: IConstruct[];
}

/** Walks the tree once. Constructs that were refused their place are left out. */
export function collect(fleet: Fleet): Collection {
  const refused = new Set(fleet.duplicates.map(({ second }) => second));
  const found: Collection = { clusters: [], dependencies: [], invalid: [], misplaced: [] };

  function visit(
    construct: IConstruct,
    cluster: CollectedCluster | undefined,
    app: CollectedApp | undefined,
  ): void {
    if (refused.has(construct)) return;
    let [inCluster, inApp] = [cluster, app];
    if (isCluster(construct)) {
      inCluster = { cluster: construct, apps: [] };
      found.clusters.push(inCluster);
    } else if (isAppChart(construct)) {
      inApp = { app: construct, objects: [], charts: [] };
      inCluster?.apps.push(inApp);
    } else if (ApiObject.isApiObject(construct)) {
      (inApp?.objects ?? found.misplaced).push(construct);
    } else if (isRenderedChart(construct)) {
      (inApp?.charts ?? found.misplaced).push(construct);
    }
    for (const message of construct.node.validate()) found.invalid.push({ construct, message });
    for (const target of construct.node.dependencies) {
      found.dependencies.push({ source: construct, target });
    }
    for (const child of construct.node.children) visit(child, inCluster, inApp);
  }

  visit(fleet, undefined, undefined);
  return found;
}
