import { systemNamespaces } from '../kubernetes/index.ts';

/** Where there may be objects that the tree does not show. */
export interface Unknowns {
  /** Whether an object of a kind may be in a namespace though the tree does not show it. */
  mayHold(kind: string, namespace: string): boolean;
}

/** What runs Flux, and need not be in the tree. */
const machinery = new Set(['Deployment.apps', 'Pod', 'Service', 'ServiceAccount']);

/** What charts leave to Flux. */
function isOfFlux(kind: string): boolean {
  return kind === 'Namespace' || kind.endsWith('.fluxcd.io');
}

/** Namespaces and clusters into which something is brought that is not known here. */
export class UnknownPlaces implements Unknowns {
  readonly #namespaces = new Set<string>();
  readonly #charted = new Set<string>();
  readonly #fluxNamespace: string | undefined;
  #isAnywhere = false;

  /** @param fluxNamespace where the controllers of Flux run, which need not be in the tree */
  constructor(fluxNamespace?: string) {
    this.#fluxNamespace = fluxNamespace;
  }

  /** Takes note that unknown objects go into a namespace; into any where none is given. */
  add(namespace: string | undefined): void {
    if (namespace === undefined || namespace === '') this.#isAnywhere = true;
    else this.#namespaces.add(namespace);
  }

  /** Takes note that a chart that is not known installs objects into a namespace. */
  addChart(namespace: string): void {
    this.#charted.add(namespace);
  }

  mayHold(kind: string, namespace: string): boolean {
    if (this.#isAnywhere || this.#namespaces.has(namespace)) return true;
    if (isOfFlux(kind)) return false;
    if (systemNamespaces.has(namespace) || this.#charted.has(namespace)) return true;
    if (namespace === this.#fluxNamespace && machinery.has(kind)) return true;
    // What brings objects into one namespace may bring classes, roles and issuers.
    return namespace === '' && this.#namespaces.size + this.#charted.size > 0;
  }
}
