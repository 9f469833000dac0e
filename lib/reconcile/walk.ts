import { type Diagnostic, DiagnosticError, errorAt } from '../core/index.ts';
import { type Manifest, objectId } from '../kubernetes/index.ts';
import type { AppliedObjects } from './applied-objects.ts';
import { ClusterObjects } from './cluster.ts';
import { complete } from './complete.ts';
import { Events } from './events.ts';
import type { LineOf } from './finish.ts';
import { checkedBy } from './kustomization/health.ts';
import { createNode, type Node } from './kustomization/node.ts';
import {
  idOf,
  isKustomization,
  malformedFields,
  printReference,
  specOf,
} from './kustomization/spec.ts';
import { prepare, type Preparation } from './prepare.ts';
import { Report } from './report.ts';
import { Runnable } from './runnable.ts';
import { type ExpandedSet, ResourceSets } from './resource-sets.ts';
import { maskSecret } from './secrets/mask.ts';
import type { PullSource, Sources } from './sources.ts';
import type { ReconciledObject } from './state.ts';
import type { Tree } from './tree.ts';
import { completeWaiting } from './waiting.ts';
import type { FindObject } from './variables.ts';

/** The most Kustomizations that are followed: objects that make further ones could go on forever. */
const maxKustomizations = 10_000;

/** Finds the objects that a Kustomization which applies nothing has in the cluster. */
export type Below = (holding: Pick<Node, 'id' | 'objects'>) => readonly ReconciledObject[];

/** What a walk needs beside its beginning. */
export interface WalkContext extends Preparation {
  readonly applied: AppliedObjects;
  readonly sources: Sources;
  /** Specs in place of those that parents apply, by id. */
  readonly held: ReadonlyMap<string, Manifest>;
  /** See `Beginning.below`. */
  readonly below: Below | undefined;
  /** Undefined where nothing is to be pulled. */
  readonly pullSource: PullSource | undefined;
}

/**
 * Follows Kustomizations from the root as the controllers would: whatever is applied can hold
 * further ones, sources, variables and CRDs. It goes in rounds, so that the result does not depend
 * on which build ends first: build all that is known, apply all that may be applied, and when
 * nothing moves any more, go on without what is optional.
 */
export class Walk {
  readonly cluster: ClusterObjects;
  readonly nodes = new Map<string, Node>();
  /** Ids in the order in which they were applied. */
  readonly applied: string[] = [];
  readonly report: Report;
  /** What flux-operator makes, in the order in which it was found. */
  readonly expanded: ExpandedSet[] = [];
  /** The Kustomizations that go on below one that applies nothing, by its id. */
  readonly goingOn = new Map<string, readonly ReconciledObject[]>();
  readonly #context: WalkContext;
  readonly #resourceSets = new ResourceSets();
  readonly #events = new Events();
  /** What is to be built, in the order of discovery. */
  #unbuilt: Node[] = [];
  readonly #runnable = new Runnable();

  constructor(context: WalkContext) {
    this.#context = context;
    this.cluster = new ClusterObjects(context.secrets);
    this.report = new Report((id) => this.#treeOf(this.nodes.get(id)));
  }

  async run(root: Manifest): Promise<void> {
    this.#discover(root, undefined);
    let moved = true;
    while (moved) {
      await this.#build();
      moved =
        this.#apply(false) ||
        this.#expandSets() ||
        (await this.#pullSources()) ||
        this.#giveUpSources() ||
        this.#apply(true) ||
        this.#goOnBelow() ||
        this.#discoverHeld(idOf(root));
    }
  }

  /** Those that the tree has no more act once on it, before they are removed. */
  #discoverHeld(root: string): boolean {
    const before = this.nodes.size;
    for (const [id, manifest] of this.#context.held) {
      if (!this.nodes.has(id)) this.#discover(manifest, root);
    }
    return this.nodes.size > before;
  }

  /** Finds what those would apply that wait, and what goes on below all that apply nothing. */
  #goOnBelow(): boolean {
    const { secrets, below } = this.#context;
    completeWaiting(this.nodes.values(), this.cluster.find, secrets, (node, find) =>
      this.#complete(node, true, find),
    );
    const before = this.nodes.size;
    for (const node of this.nodes.values()) {
      if (below === undefined || node.target !== '' || !appliesNothing(node)) continue;
      const held = below(node).filter(({ manifest }) => isKustomization(manifest));
      this.goingOn.set(
        node.id,
        held.map((each) => this.#formOf(each)),
      );
      for (const { manifest, file } of this.goingOn.get(node.id) ?? []) {
        if (!this.nodes.has(idOf(manifest))) this.#discover(manifest, node.id, file);
      }
    }
    return this.nodes.size > before;
  }

  /** What was given to this walk may hold values that it must not have. */
  #formOf(object: ReconciledObject): ReconciledObject {
    const { secrets } = this.#context;
    if (object.shown === undefined) return object;
    if (!secrets.areHidden) secrets.tookPart = true;
    return secrets.areHidden ? { ...object, manifest: object.shown } : object;
  }

  /** Whether the Kustomization of an id became Ready. */
  readonly isReady = (id: string): boolean => this.#events.has(readyEvent(id));

  #discover(applied: Manifest, parent: string | undefined, file?: string): void {
    const held = parent === undefined ? undefined : this.#context.held.get(idOf(applied));
    const manifest = held ?? applied;
    const node = createNode(manifest, parent, this.nodes.size, file);
    const known = this.nodes.get(node.id);
    if (known !== undefined) {
      // The root is often among its own objects.
      if (known.parent === undefined || known.parent === parent) return;
      const message = `${known.parent} and ${parent ?? ''} both apply it`;
      this.report.add(node, { ...errorAt('duplicate-object', {}, message), severity: 'warning' });
      return;
    }
    if (this.nodes.size >= maxKustomizations) {
      if (this.nodes.size > maxKustomizations) return;
      const message = `there are more than ${maxKustomizations} Kustomizations`;
      this.report.add(node, errorAt('too-many-kustomizations', {}, message));
      node.status = 'failed';
    }
    const [malformed] = malformedFields(manifest);
    if (malformed !== undefined) {
      const at = { field: malformed };
      const message = `the API server would refuse it: ${malformed} is not what its CRD allows`;
      this.report.add(node, errorAt('refused-object', at, message));
      node.status = 'failed';
    } else if (specOf(manifest).suspend === true) node.status = 'suspended';
    this.nodes.set(node.id, node);
    this.#events.happen(knownEvent(node.id));
    if (isDone(node)) return;
    this.#unbuilt.push(node);
    const { dependsOn } = node;
    this.#events.when(dependsOn.map(knownEvent), () => {
      this.#events.when(this.#checkedEvents(node), () => {
        node.mayBegin = true;
        if (node.status === 'opaque') this.#events.happen(readyEvent(node.id));
        else this.#offer(node);
      });
    });
  }

  /** What must happen, once all that it depends on are known, before one may be applied. */
  #checkedEvents({ manifest, dependsOn, source }: Node): readonly string[] {
    const expressions = specOf(manifest).dependsOn ?? [];
    return dependsOn
      .filter((id, index) => {
        // An expression replaces the check, and its truth is not known here.
        if (expressions[index]?.readyExpr !== undefined) return false;
        // A suspended one stays Ready at the revision that it has, and only its own source's counts.
        const other = this.nodes.get(id);
        const isSame =
          other === undefined || printReference(other.source) === printReference(source);
        return isSame || other.status !== 'suspended';
      })
      .map(readyEvent);
  }

  /** Takes note of a Kustomization that is built and may be applied. */
  #offer(node: Node): void {
    const isFree = node.mayBegin || node.status === 'suspended';
    if (isFree && node.prepared !== undefined && !isDone(node)) this.#runnable.add(node);
  }

  #treeOf(node: Node | undefined): Tree | undefined {
    const source = node && this.#context.sources.resolve(node.source);
    return source && 'tree' in source ? source.tree : undefined;
  }

  async #build(): Promise<void> {
    await Promise.all(
      this.#unbuilt.map(async (node) => {
        const tree = this.#treeOf(node);
        return tree && { node, result: await this.#prepare(node, tree) };
      }),
    ).then((built) => {
      // In the order of discovery, whichever build ended first.
      for (const each of built) {
        if (each === undefined) continue;
        const { node, result } = each;
        if ('diagnostics' in result) this.#fail(node, result.diagnostics);
        else node.prepared = result.objects;
        this.#offer(node);
      }
    });
    this.#unbuilt = this.#unbuilt.filter((each) => each.prepared === undefined && !isDone(each));
  }

  /** What is wrong with one Kustomization ends no other. */
  async #prepare(node: Node, tree: Tree): ReturnType<typeof prepare> {
    try {
      return await prepare(tree, node.manifest, this.#context);
    } catch (error) {
      if (error instanceof DiagnosticError) return { diagnostics: error.diagnostics };
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`Kustomization ${node.id} cannot be built: ${why}`, { cause: error });
    }
  }

  #fail(node: Node, diagnostics: readonly Diagnostic[]): void {
    // Nobody looks into one that is suspended.
    if (node.status === 'suspended') {
      node.isFinished = true;
      return;
    }
    // Flux would fetch what is elsewhere.
    const isFetched = diagnostics.every(({ code }) => code === 'remote-resource');
    if (isFetched) this.#becomeOpaque(node);
    else node.status = 'failed';
    this.report.add(node, ...diagnostics);
  }

  /** It is taken to become Ready when its turn comes. */
  #becomeOpaque(node: Node): void {
    node.status = 'opaque';
    if (node.mayBegin) this.#events.happen(readyEvent(node.id));
  }

  /**
   * Applies what may be applied now.
   *
   * @param isLast whether nothing else will come, so that what is optional is done without
   * @returns whether anything changed
   */
  #apply(isLast: boolean): boolean {
    let moved = false;
    for (let again = true; again; ) {
      again = false;
      for (const node of this.#runnable) {
        if (!this.#finish(node, isLast)) continue;
        this.#runnable.delete(node);
        again = true;
        moved = true;
        // What it brought can be what another one waits for.
        if (isLast) return true;
      }
    }
    return moved;
  }

  #finish(node: Node, isLast: boolean): boolean {
    if (!this.#complete(node, isLast, this.cluster.find)) return false;
    if (!node.isFinished || node.status === 'suspended') return true;
    node.status = 'applied';
    this.applied.push(node.id);
    if (node.target === '') this.#learn(node);
    const checks = checkedBy(node).map(readyEvent);
    this.#events.when(checks, () => this.#events.happen(readyEvent(node.id)));
    return true;
  }

  /**
   * Finds the objects of a Kustomization.
   *
   * @returns false where variables are missing
   */
  #complete(node: Node, isLast: boolean, find: FindObject): boolean {
    if (node.prepared === undefined) return false;
    const { applied, secrets } = this.#context;
    const { areHidden: areSecretsHidden } = secrets;
    const { cluster } = this;
    const lineOf: LineOf = (file, wanted) => {
      const tree = this.#treeOf(node);
      return tree && this.report.lines.of(tree, file, wanted);
    };
    const around = { cluster, applied, areSecretsHidden, find, isLast, lineOf };
    const result = complete(node.manifest, node.prepared, around);
    if (result === undefined) return false;
    if ('diagnostics' in result) {
      this.#fail(node, result.diagnostics);
      return true;
    }
    node.objects = result.objects;
    node.built = result.built;
    // One that waited has said it.
    if (!node.isFinished) this.report.add(node, ...result.warnings);
    node.isFinished = true;
    return true;
  }

  #learn(node: Node): void {
    for (const object of node.objects) {
      this.cluster.scopes.learn(object.manifest);
      this.cluster.add(object);
      this.#context.sources.learn(object.manifest);
      this.#resourceSets.learn(node, object.manifest);
    }
    for (const { manifest, file } of node.objects) {
      if (isKustomization(manifest)) this.#discover(manifest, node.id, file);
    }
  }

  /** What flux-operator makes can hold further Kustomizations, sources and variables. */
  #expandSets(): boolean {
    const { areHidden } = this.#context.secrets;
    const sets = this.#resourceSets.expand().map((set) => ({
      ...set,
      objects: areHidden ? set.objects.map(maskIfSecret) : set.objects,
    }));
    this.expanded.push(...sets);
    for (const { owner, status, objects, diagnostic } of sets) {
      if (diagnostic !== undefined) this.report.add(owner, diagnostic);
      if (status !== 'applied') continue;
      for (const manifest of objects) {
        this.cluster.scopes.learn(manifest);
        this.cluster.add({ id: objectId(manifest), manifest });
        this.#context.sources.learn(manifest);
        if (isKustomization(manifest)) this.#discover(manifest, owner.id);
      }
    }
    return sets.length > 0;
  }

  async #pullSources(): Promise<boolean> {
    const { sources, pullSource } = this.#context;
    return pullSource !== undefined && (await sources.pull(pullSource));
  }

  /** Sources that nothing defines, or whose content is elsewhere, make their users opaque. */
  #giveUpSources(): boolean {
    const bySource = new Map<string, Node[]>();
    for (const node of this.#unbuilt) {
      if (node.status !== 'waiting') continue;
      const key = printReference(node.source);
      const users = bySource.get(key);
      if (users === undefined) bySource.set(key, [node]);
      else users.push(node);
      this.#becomeOpaque(node);
    }
    for (const nodes of bySource.values()) {
      const [first] = nodes;
      if (first === undefined) continue;
      this.report.addUnknownSource(nodes, this.#context.sources.resolve(first.source));
    }
    return bySource.size > 0;
  }
}

function maskIfSecret(manifest: Manifest): Manifest {
  return manifest.kind === 'Secret' ? maskSecret(manifest) : manifest;
}

function isDone({ status, isFinished }: Node): boolean {
  return (isFinished && status !== 'waiting') || status === 'failed' || status === 'opaque';
}

function appliesNothing({ status }: Node): boolean {
  return status === 'suspended' || status === 'waiting' || status === 'failed';
}

function readyEvent(id: string): string {
  return `${id} is Ready`;
}

function knownEvent(id: string): string {
  return `${id} is known`;
}
