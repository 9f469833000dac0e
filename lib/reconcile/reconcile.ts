import { errorAt } from '../core/index.ts';
import { inventoryId } from '../flux/index.ts';
import { type Manifest, objectId } from '../kubernetes/index.ts';
import type { Identity } from '../sops/index.ts';
import { Accounts } from './accounts.ts';
import { AppliedObjects } from './applied-objects.ts';
import { explainBlocked } from './blocked.ts';
import { Builder } from './build/index.ts';
import type { Node } from './kustomization/node.ts';
import { printReference } from './kustomization/spec.ts';
import { openSourcesWith } from './open-sources.ts';
import { type BuildCache, type Kustomize, noCache } from './ports.ts';
import { type Charts, type OwnedObject, releasesOf } from './releases.ts';
import { finishedSet } from './resource-sets.ts';
import { findRoot } from './root.ts';
import type { Scopes } from './scope.ts';
import { Sources } from './sources.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledResourceSet,
  Status,
} from './state.ts';
import { printPath, type Tree } from './tree.ts';
import { Walk } from './walk.ts';

/** What the offline Flux is given. */
export interface FluxOptions {
  /** Content of other sources, by `<name>`, `<namespace>/<name>` or `<kind>/<namespace>/<name>`. */
  readonly sources?: ReadonlyMap<string, Tree>;
  /** Private keys that open SOPS ciphertext. */
  readonly identities?: readonly Identity[];
  readonly kustomize: Kustomize;
  readonly cache?: BuildCache;
  /** Pulls sources and charts, and renders; without it, releases and other sources are left out. */
  readonly charts?: Charts;
}

/** A tree, and the folder in it that is applied first. */
export interface Beginning {
  readonly tree: Tree;
  /** Relative to the root of the tree. */
  readonly entry: string;
  /**
   * Specs that the cluster still holds, by the id of their Kustomization: what they make of the tree
   * before their parents bring those of the tree. Releases are left out then.
   */
  readonly held?: ReadonlyMap<string, Manifest>;
}

/** Says what Flux makes of a tree. Mistakes of the tree are diagnostics of the result. */
export type Reconcile = (beginning: Beginning) => Promise<ClusterState>;

/** Says it of one tree. */
export function reconcile(options: FluxOptions & Beginning): Promise<ClusterState> {
  return offlineFlux(options)(options);
}

/** Flux without a cluster. What trees have in common is read and built once, and is one object. */
export function offlineFlux(options: FluxOptions): Reconcile {
  const builder = new Builder(options.kustomize, options.cache ?? noCache);
  const applied = new AppliedObjects();
  return (beginning) => follow(beginning, options, builder, applied);
}

async function follow(
  { tree, entry, held }: Beginning,
  { sources: mapped = new Map(), identities = [], kustomize, charts }: FluxOptions,
  builder: Builder,
  applied: AppliedObjects,
): Promise<ClusterState> {
  const name = printPath(entry);
  const built = await builder.build(tree, { path: entry });
  if ('diagnostics' in built) {
    const diagnostics = built.diagnostics.map((each) =>
      each.code === 'missing-path'
        ? errorAt('entry-not-found', {}, `the tree has no folder ${name}`)
        : each,
    );
    return { name, kustomizations: [], releases: [], resourceSets: [], diagnostics };
  }
  const first = built.objects.map(({ manifest }) => manifest);
  const root = findRoot(entry, first);
  const sources = new Sources({ own: tree, mapped }, root.source);
  for (const manifest of first) sources.learn(manifest);
  const openSources = identities.length > 0 ? openSourcesWith(identities) : undefined;
  const walk = new Walk({
    builder,
    applied,
    sources,
    identities,
    openSources,
    held: held ?? new Map(),
    pullSource: charts && ((manifest) => charts.pullSource(manifest)),
  });
  await walk.run(root.manifest);
  for (const { node, diagnostic } of explainBlocked(walk.nodes, walk.cluster.find)) {
    walk.report(node, diagnostic);
  }
  const accounts = new Accounts(walk.nodes.values());
  for (const node of walk.nodes.values()) {
    const diagnostic = accounts.check(node);
    if (diagnostic !== undefined) walk.report(node, diagnostic);
  }
  const kustomizations = inOrder(walk).map((node) => finished(node, walk.cluster.scopes));
  const resourceSets = walk.expanded.map((set) => finishedSet(set, walk.cluster.scopes));
  const objects = [...ownedBy(kustomizations), ...madeBy(resourceSets)];
  const { releases, diagnostics } =
    charts === undefined || held !== undefined
      ? { releases: [], diagnostics: [] }
      : await releasesOf(objects, { sources, kustomize, charts });
  return {
    name,
    kustomizations,
    releases,
    resourceSets,
    diagnostics: [...walk.diagnostics, ...diagnostics],
  };
}

/** What is in the cluster itself, or will be when its owner goes on. */
function ownedBy(kustomizations: readonly ReconciledKustomization[]): readonly OwnedObject[] {
  return kustomizations
    .filter(({ target }) => target === '')
    .flatMap(({ id, objects }) => objects.map((object) => ({ object, owner: id })));
}

function madeBy(sets: readonly ReconciledResourceSet[]): readonly OwnedObject[] {
  return sets.flatMap(({ owner, objects }) => objects.map((object) => ({ object, owner })));
}

/** In the order in which they were applied; those that never were come last. */
function inOrder({ nodes, applied }: Walk): readonly Node[] {
  const isApplied = new Set(applied);
  const others = [...nodes.values()].filter(({ id }) => !isApplied.has(id));
  return [...applied.flatMap((id) => nodes.get(id) ?? []), ...others];
}

function finished(node: Node, scopes: Scopes): ReconciledKustomization {
  const { id, manifest, parent, path, target, dependsOn } = node;
  const objects = node.objects.map((object) => {
    const placed: Manifest = scopes.place(object.manifest);
    return placed === object.manifest
      ? object
      : { ...object, manifest: placed, id: objectId(placed) };
  });
  const status: Status = node.status === 'waiting' ? 'failed' : node.status;
  return {
    id,
    manifest,
    parent,
    source: printReference(node.source),
    path,
    target,
    status,
    dependsOn,
    objects,
    inventory: status === 'applied' ? objects.map((each) => inventoryId(each.id)).sort() : [],
  };
}
