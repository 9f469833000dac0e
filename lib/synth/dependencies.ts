import type { IConstruct } from 'constructs';
import { type AppChart, isAppChart } from '../constructs/index.ts';
import { type Diagnostic, errorAt } from '../core/index.ts';
import { chartObjects, type RenderedCharts } from './charts/index.ts';
import type { CollectedApp, DeclaredDependency } from './collect.ts';
import { locate } from './locate.ts';

/** For each app that waits, the apps that it waits for. */
export type Predecessors = ReadonlyMap<AppChart, ReadonlySet<AppChart>>;

function appsOf(construct: IConstruct): AppChart[] {
  for (let each: IConstruct | undefined = construct; each; each = each.node.scope) {
    if (isAppChart(each)) return [each];
  }
  return construct.node.findAll().filter(isAppChart);
}

/**
 * An app that uses a namespace waits for the app that defines it: before that, the API server
 * would refuse its objects.
 */
export function namespaceDependencies(
  apps: readonly CollectedApp[],
  charts: RenderedCharts,
): DeclaredDependency[] {
  const owners = new Map<string, AppChart>();
  for (const collected of apps) {
    const { app, objects } = collected;
    for (const object of objects) {
      if (object.kind === 'Namespace' && object.apiVersion === 'v1') owners.set(object.name, app);
    }
    for (const { manifest } of chartObjects(collected, charts)) {
      const { apiVersion, kind, metadata } = manifest;
      if (kind === 'Namespace' && apiVersion === 'v1') owners.set(metadata.name, app);
    }
  }
  if (owners.size === 0) return [];
  return apps.flatMap((collected) => {
    const { app, objects } = collected;
    const used = new Set(objects.map(({ metadata }) => metadata.namespace));
    for (const { manifest } of chartObjects(collected, charts)) {
      used.add(manifest.metadata.namespace);
    }
    return [...used].flatMap((namespace) => {
      const owner = namespace === undefined ? undefined : owners.get(namespace);
      const isFirst = owner === app.cluster.flux || owner === app.cluster.entry;
      return owner === undefined || owner === app || isFirst
        ? []
        : [{ source: app, target: owner }];
    });
  });
}

/** Dependencies between any constructs, as dependencies between the apps that hold them. */
export function appDependencies(
  declared: readonly DeclaredDependency[],
  report: (diagnostic: Diagnostic) => void,
): Predecessors {
  const predecessors = new Map<AppChart, Set<AppChart>>();
  for (const { source, target } of declared) {
    for (const app of appsOf(source)) {
      for (const before of appsOf(target)) {
        if (app === before) continue;
        if (app.cluster !== before.cluster) {
          report(crossCluster(app, before));
          continue;
        }
        const known = predecessors.get(app);
        if (known) known.add(before);
        else predecessors.set(app, new Set([before]));
      }
    }
  }
  return predecessors;
}

function crossCluster(app: AppChart, before: AppChart): Diagnostic {
  return errorAt(
    'cross-cluster-dependency',
    locate(app),
    `${app.node.path} waits for ${before.node.path}, which is in another cluster`,
    { related: [locate(before)], hint: 'Flux orders Kustomizations within one cluster only.' },
  );
}

/**
 * Reports each circle once. The apps of `flux` exist only after it, and it only after the
 * entry, so that waiting the other way round is a circle too.
 */
export function reportCycles(
  apps: readonly AppChart[],
  predecessors: Predecessors,
  report: (diagnostic: Diagnostic) => void,
): void {
  const before = (app: AppChart): readonly AppChart[] => {
    const { entry, flux } = app.cluster;
    const implied = app === entry ? [] : app === flux ? [entry] : [flux];
    return [...(predecessors.get(app) ?? []), ...implied];
  };
  const finished = new Set<AppChart>();
  for (const start of apps) {
    if (finished.has(start)) continue;
    // An explicit stack: chains may be long.
    const path = [{ app: start, rest: [...before(start)] }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        finished.add(top.app);
        onPath.delete(top.app);
        path.pop();
      } else if (onPath.has(next)) {
        report(cycle(path.map(({ app }) => app).slice(path.findIndex(({ app }) => app === next))));
      } else if (!finished.has(next)) {
        path.push({ app: next, rest: [...before(next)] });
        onPath.add(next);
      }
    }
  }
}

function cycle(apps: readonly AppChart[]): Diagnostic {
  const names = [...apps, apps[0]].map((app) => app?.node.id ?? '');
  const [first, ...others] = apps.map(locate);
  return errorAt(
    'dependency-cycle',
    first ?? {},
    `apps wait for each other: ${names.join(' → ')}`,
    {
      related: others,
      hint: 'Remove one of these dependencies; none of the apps would ever start.',
    },
  );
}
