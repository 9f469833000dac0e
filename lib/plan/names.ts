import { formatObject } from '../kubernetes/index.ts';
import { shownId } from '../reconcile/state.ts';
import type { Side } from './decide/side.ts';
import { type Cause, formatOwner, type Owner } from './plan.ts';

/** The names of a plan as they may be shown: what substitution put into a name can be secret. */
export class Names {
  readonly #shown = new Map<string, string>();

  constructor(sides: readonly Side[]) {
    for (const { kustomizations, releases, resourceSets, placements } of sides) {
      for (const { id, target, shown } of kustomizations.values()) {
        if (shown === undefined) continue;
        this.#shown.set(id, shown.id).set(target, shown.target);
      }
      for (const { id, shown } of releases.values()) {
        if (shown === undefined) continue;
        this.#add('HelmRelease', id, shown.id);
      }
      for (const { id, shown } of resourceSets.values()) {
        if (shown === undefined) continue;
        this.#add('ResourceSet', id, shown.id);
      }
      for (const { object } of [...placements.values()].flat()) {
        if (object.shown === undefined) continue;
        this.#shown.set(formatObject(object.id), formatObject(shownId(object)));
      }
    }
  }

  #add(kind: Owner['kind'], id: string, shown: string): void {
    this.#shown.set(formatOwner({ kind, id }), formatOwner({ kind, id: shown }));
  }

  /** An object, owner or target, as it is printed. */
  of(printed: string): string {
    return this.#shown.get(printed) ?? printed;
  }

  ofOwner(owner: Owner): Owner {
    const prefix = formatOwner({ ...owner, id: '' });
    return { ...owner, id: this.of(formatOwner(owner)).slice(prefix.length) };
  }

  ofCause({ by, ...cause }: Cause): Cause {
    return { ...cause, ...(by !== undefined && { by: this.of(by) }) };
  }
}
