import type { AppChart, Cluster } from '../constructs/index.ts';
import { type Diagnostic, errorAt } from '../core/index.ts';
import type { HelmReleaseSpec } from '../flux/index.ts';
import { isDnsLabel, type Manifest, systemNamespaces } from '../kubernetes/index.ts';
import {
  clusterObjects,
  entryObjects,
  fluxNamespace,
  kustomizationId,
  kustomizationOf,
  plainNamespace,
  settingsObject,
  shardingOf,
} from './app-of-apps.ts';
import type { RenderedCharts } from './charts/index.ts';
import type { CollectedApp, CollectedCluster } from './collect.ts';
import type { Predecessors } from './dependencies.ts';
import { type AppImage, automationsOf, checkImages } from './images/policies.ts';
import { directoryOf } from './layout.ts';
import { locate } from './locate.ts';
import { definedScopes } from './render.ts';
import { type AppObjects, renderObjects, writeApp } from './render-app.ts';
import type { RenderedApp, RenderedObject } from './rendered.ts';
import {
  readClusterSecrets,
  reportInvalidVariables,
  reportUnknownVariables,
} from './secrets/cluster-secrets.ts';
import { checkRecipientNames } from './secrets/recipients.ts';
import type { ReadText } from './secrets/secret-file.ts';
import { findTokens } from './variables.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Sees the manifests of each app once, before they are dropped. */
export type ManifestVisitor = (app: AppChart, manifests: readonly Manifest[]) => void;

/** What rendering a cluster needs beside its constructs. */
export interface ClusterContext {
  readonly predecessors: Predecessors;
  /** Whether any cluster of the fleet has secret variables. */
  readonly usesVariables: boolean;
  readonly readText: ReadText;
  readonly charts: RenderedCharts;
  readonly report: Report;
  readonly visit?: ManifestVisitor | undefined;
}

/** Renders the apps of a cluster one by one, then the app of apps that applies them. */
export function renderCluster(collected: CollectedCluster, context: ClusterContext): RenderedApp[] {
  const { cluster, apps } = collected;
  const { predecessors, usesVariables, report, readText, charts } = context;
  const scopes = definedScopes(apps, charts);
  for (const kind of cluster.clusterKinds) scopes.set(kind, 'cluster');
  const namespaces = new Namespaces();
  const kustomizations: RenderedObject[] = [];
  checkRecipientNames(cluster, new Set(apps.map(({ app }) => app.environment)), report);
  const isOwn = ({ app }: Pick<CollectedApp, 'app'>): boolean =>
    app === cluster.flux || app === cluster.entry;
  // Both of Sluice's own are among them.
  const load = apps.length - 2;
  const sharding = shardingOf(cluster, load);
  const awaited = new Set([...predecessors.values()].flatMap((each) => [...each]));
  const render = (each: CollectedApp): AppObjects => {
    const rendered = renderObjects(each, { scopes, usesVariables, readText, charts, report });
    namespaces.add(each.app, rendered.objects);
    images.push(...rendered.images);
    return rendered;
  };
  const describe = (app: AppChart, { objects, substituted }: AppObjects): RenderedObject => {
    const manifest = kustomizationOf(app, {
      predecessors: [...(predecessors.get(app) ?? [])],
      awaited: app !== cluster.flux && awaited.has(app),
      encrypted: objects.some(({ sealed }) => sealed !== undefined),
      substituted,
      ...(!isOwn({ app }) && sharding && { sharding }),
    });
    if (usesVariables) checkVariables(app, manifest, substituted, report);
    return { construct: app, manifest };
  };
  const images: AppImage[] = [];
  const write = (app: AppChart, objects: AppObjects): RenderedApp => {
    const visit = context.visit && ((seen: readonly Manifest[]) => context.visit?.(app, seen));
    return writeApp(app, kustomizationId(app), objects, report, visit);
  };

  if (cluster.fluxSettings === 'existing') {
    return apps.flatMap((each) => renderBeside(each, render, write, report));
  }
  const rendered = new Map<AppChart, RenderedApp>();
  for (const each of apps.filter((app) => !isOwn(app))) {
    const objects = render(each);
    kustomizations.push(describe(each.app, objects));
    rendered.set(each.app, write(each.app, objects));
  }

  const [entry, flux] = apps.filter(isOwn).map(render);
  if (!entry || !flux) return [...rendered.values()];
  checkImages(cluster, images, report);
  const ownObjects = entryObjects(cluster, directoryOf(cluster.entry), {
    apps: load,
    usesImages: images.length > 0,
  }).map((manifest) => ({ manifest, construct: cluster }));
  namespaces.add(cluster.entry, ownObjects);
  namespaces.add(cluster.flux, kustomizations);
  const added = [
    ...sharedObjects(cluster, readText, report),
    ...automationsOf(cluster, images),
    ...kustomizations,
    ...namespaces.missing(),
  ];
  for (const [own, { substituted }] of [
    [cluster.entry, entry],
    [cluster.flux, flux],
  ] as const) {
    if (substituted) report(misplacedVariable(own));
  }
  const inFlux = { ...flux, objects: [...flux.objects, ...added] };
  const inEntry = [...entry.objects, ...ownObjects, describe(cluster.flux, inFlux)];
  rendered.set(cluster.entry, write(cluster.entry, { ...entry, objects: inEntry }));
  rendered.set(cluster.flux, write(cluster.flux, inFlux));
  return apps.flatMap(({ app }) => rendered.get(app) ?? []);
}

/** An app whose Kustomization stands elsewhere: its folder, with what the program says of its objects. */
function renderBeside(
  each: CollectedApp,
  render: (app: CollectedApp) => AppObjects,
  write: (app: AppChart, objects: AppObjects) => RenderedApp,
  report: Report,
): RenderedApp[] {
  const { app } = each;
  const objects = render(each);
  if (app === app.cluster.flux || app === app.cluster.entry) {
    if (objects.objects.length > 0) report(noFolder(app));
    return [];
  }
  if (app.kustomization.path === undefined) report(noFolder(app));
  if (objects.substituted) report(misplacedVariable(app));
  return [write(app, objects)];
}

function noFolder(app: AppChart): Diagnostic {
  return errorAt('invalid-path', locate(app), 'no Kustomization of the existing Flux applies it', {
    hint: 'Give the app the folder that one applies as kustomization.path.',
  });
}

function misplacedVariable(app: AppChart): Diagnostic {
  return errorAt(
    'misplaced-variable',
    locate(app),
    `${app.node.path} uses a secret variable, but is applied before the Secret behind it exists`,
    { hint: 'Put the object into an app of its own.' },
  );
}

/** Reports secret variables that Flux could not substitute for an app. */
function checkVariables(
  app: AppChart,
  manifest: Manifest,
  substituted: boolean,
  report: Report,
): void {
  const { variables, broken } = findTokens(manifest);
  for (const field of [...variables.values(), ...broken]) {
    const message = 'a Kustomization cannot hold a secret variable: it is applied as it is';
    report(errorAt('broken-token', { ...locate(app), field }, message));
  }
  const { name, namespace } = kustomizationId(app);
  if (!substituted || namespace === fluxNamespace) return;
  report(
    errorAt(
      'unknown-variable',
      locate(app),
      `the Kustomization ${namespace}/${name} cannot read the Secret ${clusterObjects.secrets} of ${fluxNamespace}`,
      { hint: 'Flux reads variables from the namespace of the Kustomization only.' },
    ),
  );
}

function sharedObjects(cluster: Cluster, readText: ReadText, report: Report): RenderedObject[] {
  reportInvalidVariables(cluster, report);
  const settings = settingsObject(cluster);
  const secrets = cluster.secrets && readClusterSecrets(cluster, cluster.secrets, readText, report);
  if (secrets) reportUnknownVariables(cluster, secrets.keys, report);
  if (!cluster.secrets && cluster.variables.size > 0) {
    report(
      errorAt(
        'unknown-variable',
        locate(cluster),
        'secret variables are used, but none are given',
        {
          hint: `Name a SOPS file with the Secret ${clusterObjects.secrets} as \`secrets\` of the cluster.`,
        },
      ),
    );
  }
  return [
    ...(settings ? [{ manifest: settings, construct: cluster, folder: 'vars' }] : []),
    ...(secrets ? [secrets.object] : []),
  ];
}

/** Which namespaces a cluster's objects name, and which of them its apps define. */
class Namespaces {
  readonly #owned = new Set(systemNamespaces);
  readonly #needed = new Map<string, RenderedObject['construct']>();

  add(app: AppChart, objects: readonly RenderedObject[]): void {
    for (const { manifest, construct } of objects) {
      const { name, namespace } = manifest.metadata;
      if (manifest.kind === 'Namespace' && manifest.apiVersion === 'v1') this.#owned.add(name);
      for (const each of [namespace, releaseNamespace(manifest)]) {
        if (each === undefined || this.#needed.has(each)) continue;
        this.#needed.set(each, app.namespace === each ? app : construct);
      }
    }
  }

  /** Those that nobody defines, each with the construct that names it first. */
  missing(): RenderedObject[] {
    return (
      [...this.#needed]
        // A name that is none is reported where an object has it.
        .filter(([name]) => !this.#owned.has(name) && isDnsLabel(name))
        .map(([name, construct]) => ({ manifest: plainNamespace(name), construct }))
    );
  }
}

/** The namespace into which a HelmRelease installs, unless Helm is to make it. */
function releaseNamespace({ kind, spec }: Manifest): string | undefined {
  if (kind !== 'HelmRelease') return undefined;
  const { targetNamespace, install } = (spec ?? {}) as Partial<HelmReleaseSpec>;
  return install?.createNamespace === true ? undefined : targetNamespace;
}
