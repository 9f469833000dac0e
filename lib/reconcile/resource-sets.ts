import { type Diagnostic, errorAt } from '../core/index.ts';
import { formatObject, type Manifest, objectId } from '../kubernetes/index.ts';
import type { Node } from './kustomization/node.ts';
import { buildResourceSet, isInputProvider, isResourceSet } from './resource-set/build.ts';

/** A ResourceSet that was built: what it applies, and what is to be said of it. */
export interface ExpandedSet {
  /** The Kustomization that applies the ResourceSet. */
  readonly owner: Node;
  readonly objects: readonly Manifest[];
  readonly diagnostic: Diagnostic | undefined;
}

/** The ResourceSets of a cluster, which flux-operator turns into further objects. */
export class ResourceSets {
  readonly #providers: Manifest[] = [];
  #waiting: { readonly owner: Node; readonly manifest: Manifest }[] = [];

  /** Takes note of a ResourceSet or of inputs for some, among what a Kustomization applies. */
  learn(owner: Node, manifest: Manifest): void {
    if (isInputProvider(manifest)) this.#providers.push(manifest);
    else if (isResourceSet(manifest)) this.#waiting.push({ owner, manifest });
  }

  /** Builds those that were not built yet. To be called when no more inputs come. */
  expand(): readonly ExpandedSet[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.map(({ owner, manifest }) => {
      const built = buildResourceSet(manifest, this.#providers);
      const object = formatObject(objectId(manifest));
      if ('objects' in built) return { owner, objects: built.objects, diagnostic: undefined };
      if ('problem' in built) {
        const diagnostic = errorAt('build-failed', { object }, built.problem);
        return { owner, objects: [], diagnostic };
      }
      const message = `what it makes is not known: ${built.opaque}`;
      const diagnostic = errorAt('unknown-source', { object }, message);
      return { owner, objects: [], diagnostic: { ...diagnostic, severity: 'warning' } };
    });
  }
}
