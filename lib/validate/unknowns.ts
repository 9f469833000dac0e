/** Where there may be objects that the tree does not show. */
export interface Unknowns {
  /** Whether an object of a kind may be in a namespace though the tree does not show it. */
  mayHold(kind: string, namespace: string): boolean;
}

/** Namespaces and clusters into which something is brought that is not known here. */
export class UnknownPlaces implements Unknowns {
  readonly #namespaces = new Set<string>();
  #isAnywhere = false;

  /** Takes note that unknown objects go into a namespace; of any kind where none is given. */
  add(namespace: string | undefined): void {
    if (namespace === undefined || namespace === '') this.#isAnywhere = true;
    else this.#namespaces.add(namespace);
  }

  mayHold(kind: string, namespace: string): boolean {
    if (this.#isAnywhere || this.#namespaces.has(namespace)) return true;
    // What brings objects into one namespace may bring some of the cluster's scope.
    return namespace === '' && this.#namespaces.size > 0;
  }
}
