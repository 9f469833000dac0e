import {
  type AppChart,
  type Cluster,
  isArtifactSource,
  kustomizationDefaults,
  type KustomizationSettings,
  withDefaults,
} from '../constructs/index.ts';
import {
  fluxAnnotations,
  fluxKinds,
  type FluxInstanceSpec,
  type FluxInstanceSpecSync,
  type KustomizationSpec,
  type OCIRepositorySpec,
  quoteVariable,
  watchLabel,
} from '../flux/index.ts';
import type { JsonValue, Manifest, ObjectId } from '../kubernetes/index.ts';
import { fluxSizeFor, shardLabel } from './flux-size.ts';
import { directoryOf } from './layout.ts';
import type { KustomizationId } from './rendered.ts';
import { syncObjects } from './sync-objects.ts';

/** The namespace of Flux, and of the Kustomizations unless an app says otherwise. */
export const fluxNamespace = 'flux-system';

/** The name of the source that every Kustomization of a cluster reads: the tree itself. */
export const sourceName = 'flux-system';

/** Names of what stands behind variables and decryption. */
export const clusterObjects = {
  settings: 'cluster-settings',
  secrets: 'cluster-secrets',
  ageKey: 'sops-age',
} as const;

/** Often enough for a cluster without a webhook, and nothing for a Git server. */
const sourceInterval = '5m';

/** What synth found out about an app, for its Kustomization. */
export interface KustomizationFacts {
  readonly predecessors: readonly AppChart[];
  /** Whether other apps wait for this one. */
  readonly awaited: boolean;
  /** Whether it has SOPS ciphertext. */
  readonly encrypted: boolean;
  /** Whether it uses secret variables. */
  readonly substituted: boolean;
  /** The shards of the cluster's Flux, for apps that go to one. */
  readonly sharding?: FluxInstanceSpec['sharding'];
}

function manifest(
  kind: 'Kustomization' | 'FluxInstance',
  metadata: Manifest['metadata'],
  spec: object,
): Manifest {
  // Specs are plain data; undefined fields are left out when they are written.
  return { apiVersion: fluxKinds[kind].apiVersion, kind, metadata, spec: spec as JsonValue };
}

/**
 * The Kustomization of an app. Defaults suit real clusters: webhooks tell Flux of a push, so
 * the hourly interval only corrects drift, and a failure is tried again in two minutes.
 */
export function kustomizationOf(app: AppChart, facts: KustomizationFacts): Manifest {
  const { name: _, namespace: __, path: ___, ...settings } = app.kustomization;
  const { namespace, name } = kustomizationId(app);
  const defaults: KustomizationSettings = {
    // A predecessor must be healthy, not just applied; health checks of one's own say how. Its
    // time must outlast that of a HelmRelease in it, which is 10 minutes.
    ...(facts.awaited && { timeout: '15m' }),
    ...(facts.awaited && !settings.healthChecks && { wait: true }),
  };
  const spec: KustomizationSpec = {
    ...kustomizationDefaults,
    ...(withDefaults<KustomizationSettings>(defaults, settings) as typeof settings),
    path: `./${directoryOf(app)}`,
    sourceRef: {
      kind: sourceKind(app.cluster),
      name: sourceName,
      ...(namespace !== fluxNamespace && { namespace: fluxNamespace }),
    },
    ...(facts.predecessors.length > 0 && {
      dependsOn: facts.predecessors
        .map(kustomizationId)
        .sort((a, b) => (`${a.name}/${a.namespace}` < `${b.name}/${b.namespace}` ? -1 : 1))
        .map((id) => ({
          name: id.name,
          ...(id.namespace !== namespace && { namespace: id.namespace }),
        })),
    }),
    ...(facts.encrypted && {
      decryption: { provider: 'sops' as const, secretRef: { name: clusterObjects.ageKey } },
    }),
    ...(facts.substituted && {
      postBuild: {
        substitute: { [quoteVariable.name]: quoteVariable.value },
        substituteFrom: [{ kind: 'Secret' as const, name: clusterObjects.secrets }],
      },
    }),
  };
  const labels = shardLabel(facts.sharding, { namespace, name });
  return manifest('Kustomization', { name, namespace, ...(labels && { labels }) }, spec);
}

/** What the FluxInstance of a cluster is to be made for. */
export interface FluxLoad {
  /** The number of apps, without `flux` itself. */
  readonly apps: number;
  /** Whether Flux is to follow images. */
  readonly usesImages: boolean;
}

/** The shards of a cluster's Flux. */
export function shardingOf(cluster: Cluster, apps: number): FluxInstanceSpec['sharding'] {
  if (typeof cluster.fluxSettings === 'string') return undefined;
  if (cluster.fluxSettings.sharding !== undefined) return cluster.fluxSettings.sharding;
  const { shards } = fluxSizeFor(apps);
  return shards.length === 0 ? undefined : { shards };
}

/**
 * The objects of the entry beside the Kustomization of `flux`. flux-operator makes the source and
 * the root Kustomization from the FluxInstance, so the tree has no copies of them; without the
 * operator it has them instead.
 */
export function entryObjects(cluster: Cluster, entryDirectory: string, load: FluxLoad): Manifest[] {
  const namespace: Manifest = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: fluxNamespace, annotations: { [fluxAnnotations.prune]: 'disabled' } },
  };
  const { fluxSettings } = cluster;
  const sync = syncSpec(cluster, entryDirectory);
  const { source } = cluster;
  const verify = isArtifactSource(source) ? source.verify : undefined;
  if (typeof fluxSettings === 'string') {
    return [namespace, ...syncObjects(sync, sourceName, verify)];
  }
  const settings = verify === undefined ? fluxSettings : withPatch(fluxSettings, verify);
  return [namespace, fluxInstance(settings, sync, shardingOf(cluster, load.apps), load)];
}

/** spec.sync has no place for it; flux-operator patches its source too (v0.59.0, builder/templates.go). */
function withPatch(
  settings: InstanceSettings,
  verify: OCIRepositorySpec['verify'],
): InstanceSettings {
  const patch = JSON.stringify([{ op: 'add', path: '/spec/verify', value: verify }]);
  const target = { kind: 'OCIRepository', name: sourceName };
  const patches = [...(settings.kustomize?.patches ?? []), { target, patch }];
  return { ...settings, kustomize: { patches } };
}

type InstanceSettings = Partial<Omit<FluxInstanceSpec, 'sync'>>;
type Component = NonNullable<FluxInstanceSpec['components']>[number];

/** What flux-operator v0.59.0 installs by itself (api/v1, `GetComponents`). */
const usualComponents: readonly Component[] = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
];
const imageComponents: readonly Component[] = [
  'image-reflector-controller',
  'image-automation-controller',
];

/** The kind of the source that is the tree itself. */
function sourceKind({ source }: Cluster): 'GitRepository' | 'OCIRepository' {
  return isArtifactSource(source) ? 'OCIRepository' : 'GitRepository';
}

function syncSpec(cluster: Cluster, path: string): FluxInstanceSpecSync {
  const { source } = cluster;
  const { url, secret, interval = sourceInterval } = source;
  return {
    kind: sourceKind(cluster),
    url,
    ref: isArtifactSource(source) ? (source.tag ?? 'main') : `refs/heads/${source.branch}`,
    path,
    interval,
    ...(secret !== undefined && { pullSecret: secret }),
  };
}

function fluxInstance(
  settings: InstanceSettings,
  sync: FluxInstanceSpecSync,
  sharding: FluxInstanceSpec['sharding'],
  { apps, usesImages }: FluxLoad,
): Manifest {
  const spec: FluxInstanceSpec = {
    // renovate: datasource=github-releases depName=fluxcd/flux2 versioning=npm
    distribution: { version: '2.x', registry: 'ghcr.io/fluxcd' },
    ...settings,
    cluster: { size: fluxSizeFor(apps).size, ...settings.cluster },
    ...(sharding && { sharding }),
    ...(usesImages && {
      components: [...new Set([...(settings.components ?? usualComponents), ...imageComponents])],
    }),
    sync,
  };
  // The operator accepts one instance, named flux (flux-operator v0.59.0, api/v1).
  const annotations = { [fluxAnnotations.prune]: 'disabled' };
  return manifest('FluxInstance', { name: 'flux', namespace: fluxNamespace, annotations }, spec);
}

/** The ConfigMap with the cluster's public settings. */
export function settingsObject(cluster: Cluster): Manifest | undefined {
  if (Object.keys(cluster.settings).length === 0) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: clusterObjects.settings,
      namespace: fluxNamespace,
      labels: { [watchLabel.key]: watchLabel.value },
    },
    data: { ...cluster.settings },
  };
}

/** A namespace that apps use and nobody defines. Flux must never prune it with its neighbours. */
export function plainNamespace(name: string): Manifest {
  const annotations = { [fluxAnnotations.prune]: 'disabled' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, annotations } };
}

/** Identity of the Kustomization that applies an app. */
export function kustomizationId(app: AppChart): KustomizationId {
  const { flux, entry } = app.cluster;
  if (app === entry) return { namespace: fluxNamespace, name: sourceName };
  return {
    namespace: app.kustomization.namespace ?? fluxNamespace,
    name: app.kustomization.name ?? (app === flux ? 'flux' : app.node.id),
  };
}

/**
 * What flux-operator makes in the cluster, and no app may define: the source, and the root, whose
 * loss would take every app with it.
 */
export function operatorObjects(cluster: Cluster): readonly ObjectId[] {
  return [
    { group: 'source.toolkit.fluxcd.io', kind: sourceKind(cluster) },
    { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' },
  ].map((each) => ({ ...each, namespace: fluxNamespace, name: sourceName }));
}
