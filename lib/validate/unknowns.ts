import { systemNamespaces } from '../kubernetes/index.ts';

/** Where there may be objects that the tree does not show. */
export interface Unknowns {
  /**
   * Whether an object of a kind may be in a namespace though the tree does not show it.
   *
   * @param besides what cannot have brought it, each as `<kind>/<namespace>/<name>`
   */
  mayHold(kind: string, namespace: string, besides?: ReadonlySet<string>): boolean;
}

/** What runs Flux, and need not be in the tree. */
const machinery = new Set(['Deployment.apps', 'Pod', 'Service', 'ServiceAccount']);

/** What charts leave to Flux. */
function isOfFlux(kind: string): boolean {
  return kind === 'Namespace' || kind.endsWith('.fluxcd.io');
}

/** Namespaces into which something is brought that is not known here, and by whom. */
class Bringers {
  readonly #byNamespace = new Map<string, Set<string>>();

  add(namespace: string, bringer: string): void {
    const known = this.#byNamespace.get(namespace);
    if (known === undefined) this.#byNamespace.set(namespace, new Set([bringer]));
    else known.add(bringer);
  }

  isAny(besides: ReadonlySet<string>): boolean {
    return [...this.#byNamespace.keys()].some((each) => this.isIn(each, besides));
  }

  isIn(namespace: string, besides: ReadonlySet<string>): boolean {
    const bringers = this.#byNamespace.get(namespace) ?? [];
    return [...bringers].some((each) => !besides.has(each));
  }
}

/** Namespaces and clusters into which something is brought that is not known here. */
export class UnknownPlaces implements Unknowns {
  readonly #applied = new Bringers();
  readonly #charted = new Bringers();
  readonly #fluxNamespace: string | undefined;

  /** @param fluxNamespace where the controllers of Flux run, which need not be in the tree */
  constructor(fluxNamespace?: string) {
    this.#fluxNamespace = fluxNamespace;
  }

  /** Takes note that unknown objects go into a namespace; into any where none is given. */
  add(namespace: string | undefined, bringer: string): void {
    this.#applied.add(namespace ?? '', bringer);
  }

  /** Takes note that a chart that is not known installs objects into a namespace. */
  addChart(namespace: string, bringer: string): void {
    this.#charted.add(namespace, bringer);
  }

  mayHold(kind: string, namespace: string, besides: ReadonlySet<string> = new Set()): boolean {
    if (this.#applied.isIn('', besides) || this.#applied.isIn(namespace, besides)) return true;
    if (isOfFlux(kind)) return false;
    if (systemNamespaces.has(namespace) || this.#charted.isIn(namespace, besides)) return true;
    if (namespace === this.#fluxNamespace && machinery.has(kind)) return true;
    // What brings objects into one namespace may bring classes, roles and issuers.
    return namespace === '' && (this.#applied.isAny(besides) || this.#charted.isAny(besides));
  }
}
