import { type Diagnostic, errorAt } from '../core/index.ts';
import { type Manifest, objectId } from '../kubernetes/index.ts';
import type { Identity } from '../sops/index.ts';
import type { AppliedObjects } from './applied-objects.ts';
import type { Builder, OpenSources } from './build/index.ts';
import { ClusterObjects } from './cluster.ts';
import { finish } from './finish.ts';
import { isReady } from './kustomization/health.ts';
import { createNode, type Node } from './kustomization/node.ts';
import { idOf, isKustomization, printReference, specOf } from './kustomization/spec.ts';
import { prepare } from './prepare.ts';
import { type ExpandedSet, ResourceSets } from './resource-sets.ts';
import type { PullSource, Sources } from './sources.ts';
import { loadVariables, withPlaceholders } from './variables.ts';

/** The most Kustomizations that are followed: objects that make further ones could go on forever. */
const maxKustomizations = 10_000;

/** What a walk needs beside its beginning. */
export interface WalkContext {
  readonly builder: Builder;
  readonly applied: AppliedObjects;
  readonly sources: Sources;
  readonly identities: readonly Identity[];
  readonly openSources: OpenSources | undefined;
  /** Specs in place of those that parents apply, by id. */
  readonly held: ReadonlyMap<string, Manifest>;
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
  readonly cluster = new ClusterObjects();
  readonly nodes = new Map<string, Node>();
  /** Ids in the order in which they were applied. */
  readonly applied: string[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** What flux-operator makes, in the order in which it was found. */
  readonly expanded: ExpandedSet[] = [];
  readonly #context: WalkContext;
  readonly #resourceSets = new ResourceSets();
  #waiting: Node[] = [];

  constructor(context: WalkContext) {
    this.#context = context;
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
        this.#apply(true);
      this.#waiting = this.#waiting.filter((node) => !isDone(node));
    }
  }

  #discover(applied: Manifest, parent: string | undefined): void {
    const held = parent === undefined ? undefined : this.#context.held.get(idOf(applied));
    const manifest = held ?? applied;
    const node = createNode(manifest, parent);
    const known = this.nodes.get(node.id);
    if (known !== undefined) {
      // The root is often among its own objects.
      if (known.parent === undefined || known.parent === parent) return;
      const message = `${known.parent} and ${parent ?? ''} both apply it`;
      this.report(node, { ...errorAt('duplicate-object', {}, message), severity: 'warning' });
      return;
    }
    if (this.nodes.size >= maxKustomizations) {
      if (this.nodes.size > maxKustomizations) return;
      const message = `there are more than ${maxKustomizations} Kustomizations`;
      this.report(node, errorAt('too-many-kustomizations', {}, message));
      node.status = 'failed';
    }
    if (specOf(manifest).suspend === true) node.status = 'suspended';
    this.nodes.set(node.id, node);
    if (!isDone(node)) this.#waiting.push(node);
  }

  /** Adds a diagnostic about a Kustomization. */
  report(node: Node, ...diagnostics: readonly Diagnostic[]): void {
    for (const each of diagnostics) {
      const { object, ...location } = each.location;
      const own = `Kustomization ${node.id}`;
      const related = object === undefined ? undefined : [{ object: own }];
      this.diagnostics.push({
        ...each,
        location: { ...location, object: object ?? own },
        ...(related !== undefined && { related }),
      });
    }
  }

  async #build(): Promise<void> {
    await Promise.all(
      this.#waiting
        .filter((node) => node.prepared === undefined && !isDone(node))
        .map(async (node) => {
          const source = this.#context.sources.resolve(node.source);
          if (!('tree' in source)) return undefined;
          const { builder, identities, openSources } = this.#context;
          const result = await prepare(
            builder,
            source.tree,
            node.manifest,
            identities,
            openSources,
          );
          return { node, result };
        }),
    ).then((built) => {
      // In the order of discovery, whichever build ended first.
      for (const each of built) {
        if (each === undefined) continue;
        const { node, result } = each;
        if ('diagnostics' in result) this.#fail(node, result.diagnostics);
        else node.prepared = result.objects;
      }
    });
  }

  #fail(node: Node, diagnostics: readonly Diagnostic[]): void {
    // Nobody looks into one that is suspended.
    if (node.status === 'suspended') {
      node.isFinished = true;
      return;
    }
    node.status = 'failed';
    this.report(node, ...diagnostics);
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
      for (const node of this.#waiting) {
        if (node.prepared === undefined || isDone(node)) continue;
        if (node.status === 'waiting' && !this.#dependenciesAreReady(node)) continue;
        if (!this.#finish(node, node.prepared, isLast)) continue;
        again = true;
        moved = true;
        // What it brought can be what another one waits for.
        if (isLast) return true;
      }
      this.#waiting = this.#waiting.filter((node) => !isDone(node));
    }
    return moved;
  }

  #dependenciesAreReady({ manifest, dependsOn }: Node): boolean {
    const expressions = specOf(manifest).dependsOn ?? [];
    return dependsOn.every((id, index) => {
      const dependency = this.nodes.get(id);
      if (dependency === undefined) return false;
      // An expression replaces the check, and its truth is not known here.
      return expressions[index]?.readyExpr !== undefined || isReady(dependency, this.nodes);
    });
  }

  #finish(node: Node, prepared: NonNullable<Node['prepared']>, isLast: boolean): boolean {
    const { namespace = '' } = node.manifest.metadata;
    const objects = prepared.map(({ manifest }) => manifest);
    const { values, secret, missing } = loadVariables(node.manifest, objects, this.cluster.find);
    if (missing.length > 0 && !isLast) return false;
    const needed = missing.filter(({ optional }) => !optional);
    const promised = missing.filter(({ name }) => this.cluster.isPromised(name, namespace));
    if (needed.some((each) => !promised.includes(each))) return false;
    const variables = promised.length > 0 ? withPlaceholders(values, objects) : values;
    const { scopes } = this.cluster;
    const given = { variables, secret };
    const result = finish(node.manifest, prepared, given, scopes, this.#context.applied);
    if ('diagnostics' in result) {
      this.#fail(node, result.diagnostics);
      return true;
    }
    node.objects = result.objects;
    this.#reportSealed(node, prepared, promised);
    node.isFinished = true;
    if (node.status === 'suspended') return true;
    node.status = 'applied';
    this.applied.push(node.id);
    if (node.target === '') this.#learn(node);
    return true;
  }

  #learn(node: Node): void {
    for (const object of node.objects) {
      this.cluster.scopes.learn(object.manifest);
      this.cluster.add(object);
      this.#context.sources.learn(object.manifest);
      this.#resourceSets.learn(node, object.manifest);
    }
    for (const { manifest } of node.objects) {
      if (isKustomization(manifest)) this.#discover(manifest, node.id);
    }
  }

  /** What flux-operator makes can hold further Kustomizations, sources and variables. */
  #expandSets(): boolean {
    const sets = this.#resourceSets.expand();
    this.expanded.push(...sets);
    for (const { owner, status, objects, diagnostic } of sets) {
      if (diagnostic !== undefined) this.report(owner, diagnostic);
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

  #reportSealed(
    node: Node,
    prepared: NonNullable<Node['prepared']>,
    promised: readonly { readonly name: string }[],
  ): void {
    const sealed = prepared.filter((each) => each.sealed?.opened === false);
    if (sealed.length > 0) {
      const message = `no key at hand opens ${sealed.length} of its objects, and nothing checks their MACs`;
      this.report(node, { ...errorAt('sealed-object', {}, message), severity: 'warning' });
    }
    for (const { name } of promised) {
      const message = `the values of ${name} are made in the cluster, and not known here`;
      this.report(node, { ...errorAt('sealed-object', {}, message), severity: 'warning' });
    }
  }

  async #pullSources(): Promise<boolean> {
    const { sources, pullSource } = this.#context;
    return pullSource !== undefined && (await sources.pull(pullSource));
  }

  /** Sources that nothing defines, or whose content is elsewhere, make their users opaque. */
  #giveUpSources(): boolean {
    const bySource = new Map<string, Node[]>();
    for (const node of this.#waiting) {
      if (node.prepared !== undefined || node.status !== 'waiting') continue;
      const key = printReference(node.source);
      bySource.set(key, [...(bySource.get(key) ?? []), node]);
      node.status = 'opaque';
    }
    for (const [key, nodes] of bySource) {
      const [first] = nodes;
      if (first === undefined) continue;
      const source = this.#context.sources.resolve(first.source);
      const reason = 'opaque' in source ? source.opaque : 'no object of the tree defines it';
      const users = nodes.map(({ id }) => id).join(', ');
      const message = `what ${key} holds is not known, and so not what ${users} applies: ${reason}`;
      const hint = `Name a folder with its content: --source ${first.source.name}=DIR.`;
      const diagnostic = errorAt('unknown-source', {}, message, { hint });
      this.report(first, { ...diagnostic, severity: 'warning' });
    }
    return bySource.size > 0;
  }
}

function isDone({ status, isFinished }: Node): boolean {
  return isFinished || status === 'failed' || status === 'opaque';
}
