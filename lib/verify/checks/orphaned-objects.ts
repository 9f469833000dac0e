import { plural } from '../../core/index.ts';
import { inventoryId } from '../../flux/index.ts';
import { formatObject, listAt, type Manifest, textAt } from '../../kubernetes/index.ts';
import type { Check } from '../check.ts';
import { idOf, isOfFlux } from '../conditions.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import type { LabelledObject } from '../live-evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What has Flux's labels and no owner was left behind: nothing changes or removes it any more. */
export const orphanedObjects: Check = {
  id: 'orphaned-objects',
  title: 'No object of Flux is without its owner',
  part: 'live',
  look,
};

function look({ live }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  const objects = live && valueOf(live.flux, note);
  const labelled = live && valueOf(live.labelled, note);
  if (objects === undefined || labelled === undefined) return findings.outcome(undefined);
  for (const kind of labelled.unread) findings.note(`not listed: ${kind}`);
  const owners = new Owners(objects);
  // Endpoints have the labels of the Service that they are of, and no owner reference.
  const services = new Set(
    labelled.objects.filter(({ id }) => id.kind === 'Service').map(({ id }) => placeOf(id)),
  );
  const orphans = labelled.objects.filter((each) => {
    const isCopy = each.id.kind === 'Endpoints' && services.has(placeOf(each.id));
    return !each.isOwned && !each.isEnding && !isCopy && !owners.has(each);
  });
  for (const { id, owner } of orphans.filter(({ isKept }) => !isKept)) {
    const object = formatObject(id);
    const remedy = 'Delete it if nothing needs it, or take it into an app of the program.';
    findings.fail(`its labels name ${owner.kind} ${owner.id}, which does not have it`, remedy, {
      object,
    });
  }
  const kept = orphans.filter(({ isKept }) => isKept).length;
  if (kept > 0)
    findings.note(`${plural(kept, 'object')} without an owner, kept by prune: disabled`);
  return findings.outcome(plural(labelled.objects.length, 'object'));
}

function placeOf({ namespace, name }: LabelledObject['id']): string {
  return `${namespace}/${name}`;
}

/** Who has what, as the owners themselves say. */
class Owners {
  readonly #inventories = new Map<string, ReadonlySet<string> | undefined>();

  constructor(objects: readonly Manifest[]) {
    for (const each of objects) {
      const { kind } = each;
      if (!isOfFlux(each) || !['Kustomization', 'HelmRelease', 'ResourceSet'].includes(kind))
        continue;
      const entries = listAt(each, 'status', 'inventory', 'entries');
      const ids = new Set(entries.map((entry) => textAt(entry, 'id') ?? ''));
      // What Helm installed stands in Helm's own storage, which is a Secret.
      this.#inventories.set(`${kind} ${idOf(each)}`, kind === 'HelmRelease' ? undefined : ids);
    }
  }

  has({ id, owner }: LabelledObject): boolean {
    const key = `${owner.kind} ${owner.id}`;
    if (!this.#inventories.has(key)) return false;
    return this.#inventories.get(key)?.has(inventoryId(id)) ?? true;
  }
}
