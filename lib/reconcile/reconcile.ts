import { errorAt } from '../core/index.ts';
import { inventoryId } from '../flux/index.ts';
import { type Manifest, objectId } from '../kubernetes/index.ts';
import type { Identity } from '../sops/index.ts';
import { Accounts } from './accounts.ts';
import { AppliedObjects } from './applied-objects.ts';
import { explainBlocked } from './blocked.ts';
import { Builder } from './build/index.ts';
import { Decryptor } from './decrypt.ts';
import type { Node } from './kustomization/node.ts';
import { printReference } from './kustomization/spec.ts';
import { openSourcesWith } from './open-sources.ts';
import { type BuildCache, type Kustomize, noCache } from './ports.ts';
import { Pulls } from './secrets/pulls.ts';
import { type Charts, type OwnedObject, releasesOf } from './releases.ts';
import { finishedSet } from './resource-sets.ts';
import { findRoot, type FoundRoot, type Root } from './root.ts';
import type { Scopes } from './scope.ts';
import { KeptResults } from './secrets/kept.ts';
import { SecretValues } from './secrets/values.ts';
import { type Run, withShownForms } from './secrets/shown.ts';
import { Sources } from './sources.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledResourceSet,
  Status,
} from './state.ts';
import { joinPath, printPath, type Tree } from './tree.ts';
import { type Below, Walk, type WalkContext } from './walk.ts';

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
   * before their parents bring those of the tree, or remove them. Releases are left out then.
   */
  readonly held?: ReadonlyMap<string, Manifest>;
  /**
   * The objects of a Kustomization that is suspended, waits or fails, as a running cluster has them:
   * the Kustomizations among them go on. Without it, nothing is taken to have been applied before.
   */
  readonly below?: Below;
}

/** Says what Flux makes of a tree. Mistakes of the tree are diagnostics of the result. */
export type Reconcile = (beginning: Beginning) => Promise<ClusterState>;

/** Says it of one tree. */
export function reconcile(options: FluxOptions & Beginning): Promise<ClusterState> {
  return offlineFlux(options)(options);
}

/** Flux without a cluster. What trees have in common is read and built once, and is one object. */
export function offlineFlux(options: FluxOptions): Reconcile {
  const shared: Shared = {
    builder: new Builder(options.kustomize),
    decryptor: new Decryptor(options.identities ?? []),
    applied: new AppliedObjects(),
  };
  return (beginning) => follow(beginning, options, shared);
}

/** What all runs share: nothing in it depends on which values they have. */
type Shared = Pick<WalkContext, 'builder' | 'decryptor' | 'applied'>;

/**
 * Follows a tree with the values of Secrets and, where any took part, once more with placeholders for
 * them: that says what may be shown, and what may be kept.
 */
async function follow(
  beginning: Beginning,
  options: FluxOptions,
  shared: Shared,
): Promise<ClusterState> {
  const kept = new KeptResults(options.cache ?? noCache);
  const secrets = new SecretValues(false);
  const pulls = options.charts && new Pulls(options.charts);
  const real = await run(beginning, options, shared, {
    secrets,
    cache: kept.withValues,
    charts: pulls?.asking,
  });
  // Of what other specs build, only the identity of objects is asked, and specs can hold secrets.
  if (beginning.held !== undefined) return real.state;
  if (!secrets.tookPart) {
    kept.keepAll();
    return real.state;
  }
  const shown = await run(beginning, options, shared, {
    secrets: new SecretValues(true),
    cache: kept.withoutValues,
    charts: pulls?.repeating,
  });
  return withShownForms(real, shown);
}

/** What one run has of its own. */
interface RunContext {
  readonly secrets: SecretValues;
  readonly cache: BuildCache;
  readonly charts: Charts | undefined;
}

async function run(
  { tree, entry, held, below }: Beginning,
  { sources: mapped = new Map(), identities = [], kustomize }: FluxOptions,
  shared: Shared,
  { secrets, cache, charts }: RunContext,
): Promise<Run> {
  const name = printPath(entry);
  if (tree.list(entry) === undefined) {
    const diagnostic = errorAt('entry-not-found', {}, `the tree has no folder ${name}`);
    const nothing = { kustomizations: [], releases: [], resourceSets: [] };
    return { walk: undefined, state: { name, ...nothing, diagnostics: [diagnostic] } };
  }
  const { root, objects: first } = await beginIn(tree, entry, shared.builder, cache);
  const sources = new Sources({ own: tree, mapped }, root.source);
  for (const manifest of first) sources.learn(manifest);
  const openSources = identities.length > 0 ? openSourcesWith(identities, secrets) : undefined;
  const walk = new Walk({
    ...shared,
    building: { cache, openSources },
    secrets,
    held: held ?? new Map(),
    below,
    sources,
    pullSource: charts && ((manifest) => charts.pullSource(manifest)),
  });
  await walk.run(root.manifest);
  reportEmptyRoot(walk);
  for (const { node, diagnostic } of explainBlocked(walk.nodes, walk.isReady, walk.cluster.find)) {
    walk.report.add(node, diagnostic);
  }
  const accounts = new Accounts(walk.nodes.values());
  for (const node of walk.nodes.values()) {
    const diagnostic = accounts.check(node);
    if (diagnostic !== undefined) walk.report.add(node, diagnostic);
  }
  const kustomizations = inOrder(walk).map((node) => finished(node, walk.cluster.scopes));
  const resourceSets = walk.expanded.map((set) => finishedSet(set, walk.cluster.scopes));
  const objects = [...ownedBy(kustomizations), ...madeBy(resourceSets)];
  const { releases, diagnostics } =
    charts === undefined || held !== undefined
      ? { releases: [], diagnostics: [] }
      : await releasesOf(objects, { sources, kustomize, charts, cache, secrets });
  const all = [...walk.report.diagnostics, ...diagnostics];
  return { walk, state: { name, kustomizations, releases, resourceSets, diagnostics: all } };
}

/** The root, and the objects that it was found among. */
async function beginIn(
  tree: Tree,
  entry: string,
  builder: Builder,
  cache: BuildCache,
): Promise<{ readonly root: Root; readonly objects: readonly Manifest[] }> {
  const find = async (path: string): Promise<{ root: FoundRoot; objects: readonly Manifest[] }> => {
    const built = await builder.build(tree, { path }, { cache });
    // What is wrong with the entry is said of the root, which cannot be built either.
    const objects = 'objects' in built ? built.objects.map(({ manifest }) => manifest) : [];
    return { root: findRoot(entry, objects), objects };
  };
  const found = await find(entry);
  // Bootstrap applies its folder also where the entry cannot be built, or does not list it.
  const folder = joinPath(entry, 'flux-system') ?? '';
  if (!found.root.isImplicit || tree.list(folder) === undefined) return found;
  const other = await find(folder);
  return other.root.isImplicit ? found : other;
}

function reportEmptyRoot(walk: Walk): void {
  const [root] = walk.nodes.values();
  if (root?.status !== 'applied' || root.objects.length > 0) return;
  const hint = 'Name the folder that the root Kustomization applies.';
  const message = `the root applies no object of the folder ${root.path}`;
  walk.report.add(root, errorAt('entry-not-found', {}, message, { hint }));
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
  // It waits for what nothing brings: variables, or what it builds is not known either.
  const status: Status = node.status === 'waiting' && !node.isFinished ? 'failed' : node.status;
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
