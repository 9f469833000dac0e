import { type Diagnostic, errorAt, type Location } from '../core/index.ts';
import { FileLines } from './file-lines.ts';
import type { Node } from './kustomization/node.ts';
import { printReference } from './kustomization/spec.ts';
import type { ResolvedSource } from './sources.ts';
import type { Tree } from './tree.ts';

/** What is wrong with Kustomizations, and where it is mended. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  readonly lines = new FileLines();
  readonly #treeOf: (id: string) => Tree | undefined;

  /** @param treeOf the tree that a Kustomization builds from */
  constructor(treeOf: (id: string) => Tree | undefined) {
    this.#treeOf = treeOf;
  }

  /** Adds diagnostics about a Kustomization, or about objects of it. */
  add(node: Node, ...diagnostics: readonly Diagnostic[]): void {
    const own = `Kustomization ${node.id}`;
    for (const each of diagnostics) {
      const { object, ...location } = each.location;
      if (object !== undefined) {
        this.diagnostics.push({ ...each, related: [{ object: own }] });
        continue;
      }
      // What is wrong with the Kustomization itself is mended where it stands.
      const place = location.file === undefined ? this.#placeOf(node, location) : undefined;
      this.diagnostics.push({ ...each, location: { ...place, ...location, object: own } });
    }
  }

  #placeOf({ file, parent, manifest }: Node, { field }: Location): Location | undefined {
    if (file === undefined) return undefined;
    const { kind, metadata } = manifest;
    const path = field?.split('.') ?? [];
    const wanted = { kind, name: metadata.name, namespace: metadata.namespace, path };
    const tree = parent === undefined ? undefined : this.#treeOf(parent);
    const line = tree === undefined ? undefined : this.lines.of(tree, file, wanted);
    return { file, ...(line !== undefined && { line }) };
  }

  /** Says of the Kustomizations that use a source why its content is not known. */
  addUnknownSource(users: readonly Node[], source: ResolvedSource): void {
    const [first] = users;
    if (first === undefined) return;
    if ('opaque' in source && source.diagnostic !== undefined) {
      this.add(first, source.diagnostic);
      return;
    }
    const reason = 'opaque' in source ? source.opaque : 'no object of the tree defines it';
    const names = users.map(({ id }) => id).join(', ');
    const key = printReference(first.source);
    const message = `what ${key} holds is not known, and so not what ${names} applies: ${reason}`;
    const hint = `Name a folder with its content: --source ${first.source.name}=DIR.`;
    this.add(first, { ...errorAt('unknown-source', {}, message, { hint }), severity: 'warning' });
  }
}
