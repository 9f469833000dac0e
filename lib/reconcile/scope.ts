import { groupOf, type Manifest, type Scope, scopeOf } from '../kubernetes/index.ts';

/** Says whether objects of a kind live in a namespace, from the CRDs of a tree and from what is known of kinds. */
export class Scopes {
  readonly #custom = new Map<string, Scope>();

  /** Takes note of a CRD; of other objects, of nothing. */
  learn(manifest: Manifest): void {
    if (manifest.kind !== 'CustomResourceDefinition') return;
    const { group, names, scope } = (manifest['spec'] ?? {}) as {
      readonly group?: string;
      readonly names?: { readonly kind?: string };
      readonly scope?: string;
    };
    if (group === undefined || names?.kind === undefined) return;
    this.#custom.set(`${names.kind}.${group}`, scope === 'Cluster' ? 'cluster' : 'namespaced');
  }

  of({ apiVersion, kind }: Manifest): Scope {
    return this.#custom.get(`${kind}.${groupOf(apiVersion)}`) ?? scopeOf(apiVersion, kind);
  }

  /** An object without the namespace that the API server would take from it. */
  place(manifest: Manifest): Manifest {
    if (manifest.metadata.namespace === undefined || this.of(manifest) !== 'cluster') {
      return manifest;
    }
    const { namespace: _, ...metadata } = manifest.metadata;
    return { ...manifest, metadata: metadata };
  }
}
