import { type Diagnostic, errorAt } from '../core/index.ts';
import { inventoryId } from '../flux/index.ts';
import { formatObject, type Manifest, objectId } from '../kubernetes/index.ts';
import type { Node } from './kustomization/node.ts';
import {
  buildResourceSet,
  isDisabled,
  isInputProvider,
  isResourceSet,
} from './resource-set/build.ts';
import type { Scopes } from './scope.ts';
import type { ReconciledResourceSet } from './state.ts';

/** A ResourceSet that was built: what it applies, and what is to be said of it. */
export interface ExpandedSet {
  /** The Kustomization that applies the ResourceSet. */
  readonly owner: Node;
  readonly manifest: Manifest;
  readonly status: ReconciledResourceSet['status'];
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
    return waiting.map((each) => ({ ...each, ...this.#build(each.manifest) }));
  }

  #build(manifest: Manifest): Pick<ExpandedSet, 'status' | 'objects' | 'diagnostic'> {
    const built = buildResourceSet(manifest, this.#providers);
    const isSuspended = isDisabled(manifest);
    if ('objects' in built) {
      const status = isSuspended ? 'suspended' : 'applied';
      return { status, objects: built.objects, diagnostic: undefined };
    }
    // Nobody looks into one that is disabled.
    if (isSuspended) return { status: 'suspended', objects: [], diagnostic: undefined };
    const object = formatObject(objectId(manifest));
    if ('problem' in built) {
      const diagnostic = errorAt('build-failed', { object }, built.problem);
      return { status: 'failed', objects: [], diagnostic };
    }
    const message = `what it makes is not known: ${built.opaque}`;
    const diagnostic = errorAt('unknown-source', { object }, message);
    return { status: 'opaque', objects: [], diagnostic: { ...diagnostic, severity: 'warning' } };
  }
}

/** A set as the result has it, once all CRDs are known and say the scope of its objects. */
export function finishedSet(set: ExpandedSet, scopes: Scopes): ReconciledResourceSet {
  const { owner, manifest, status } = set;
  const { namespace, name } = objectId(manifest);
  const objects = set.objects.map((each) => {
    const placed = scopes.place(each);
    return { id: objectId(placed), manifest: placed };
  });
  return {
    id: `${namespace}/${name}`,
    owner: owner.id,
    manifest,
    status,
    objects,
    inventory: status === 'applied' ? objects.map((each) => inventoryId(each.id)).sort() : [],
  };
}
