import { formatObject } from '../kubernetes/index.ts';
import { shownId } from '../reconcile/state.ts';
import type { Side } from './decide/side.ts';
import { type Cause, formatOwner, type Owner } from './plan.ts';

/** The names of a plan as they may be shown: what substitution put into a name can be secret. */
export class Names {
  readonly #shown = new Map<string, string>();

  constructor(sides: readonly Side[]) {
    for (const { kustomizations, releases, placements } of sides) {
      for (const { id, target, shown } of kustomizations.values()) {
        if (shown === undefined) continue;
        this.#shown.set(id, shown.id).set(target, shown.target);
      }
      for (const { id, shown } of releases.values()) {
        if (shown === undefined) continue;
        this.#shown.set(ofRelease(id), ofRelease(shown.id));
      }
      for (const { object } of [...placements.values()].flat()) {
        if (object.shown === undefined) continue;
        this.#shown.set(formatObject(object.id), formatObject(shownId(object)));
      }
    }
  }

  /** An object, owner or target, as it is printed. */
  of(printed: string): string {
    return this.#shown.get(printed) ?? printed;
  }

  ofOwner(owner: Owner): Owner {
    const { kind } = owner;
    const shown = this.of(formatOwner(owner));
    return { kind, id: kind === 'HelmRelease' ? shown.slice(ofRelease('').length) : shown };
  }

  ofCause({ by, ...cause }: Cause): Cause {
    return { ...cause, ...(by !== undefined && { by: this.of(by) }) };
  }
}

function ofRelease(id: string): string {
  return formatOwner({ kind: 'HelmRelease', id });
}
