import { plural } from '../../core/index.ts';
import { inventoryId, parseInventoryId } from '../../flux/index.ts';
import { formatObject, listAt, textAt } from '../../kubernetes/index.ts';
import { type ReconciledKustomization, shownId } from '../../reconcile/index.ts';
import type { Check } from '../check.ts';
import { idOf, isOfFlux } from '../conditions.ts';
import { type Evidence, valueOf } from '../evidence.ts';
import { Findings, type Outcome } from '../outcome.ts';

/** What a Kustomization has and its manifests do not say, nobody reviewed; or the other way round. */
export const predictedInventories: Check = {
  id: 'predicted-inventories',
  title: 'Every Kustomization has what its manifests say',
  part: 'live',
  look,
};

const remedy = 'Wait until it has applied the newest revision, and see what its events say.';

function look({ live, clusters: [cluster] }: Evidence): Outcome {
  const findings = new Findings();
  const { note } = findings;
  const objects = live && valueOf(live.flux, note);
  const state = cluster && valueOf(cluster.state, note);
  if (objects === undefined || state === undefined) return findings.outcome(undefined);
  const kustomizations = objects.filter((each) => isOfFlux(each, 'Kustomization'));
  const held = new Map(kustomizations.map((each) => [idOf(each), each]));
  let [compared, left] = [0, 0];
  for (const each of state.kustomizations) {
    const there = held.get(each.id);
    // One that the cluster lacks is told where revisions are.
    if (there === undefined) continue;
    if (each.status !== 'applied') {
      left += 1;
      continue;
    }
    const entries = listAt(there, 'status', 'inventory', 'entries');
    const inventory = new Set(entries.map((entry) => textAt(entry, 'id') ?? ''));
    compared += inventory.size;
    compare(each, inventory, findings);
  }
  if (left > 0) {
    findings.note(`${plural(left, 'Kustomization')} of which it is not known what they apply`);
  }
  return findings.outcome(plural(compared, 'object'));
}

function compare(
  predicted: ReconciledKustomization,
  inventory: ReadonlySet<string>,
  findings: Findings,
): void {
  const { id } = predicted.shown ?? predicted;
  const wanted = new Set(predicted.inventory);
  for (const each of predicted.objects) {
    if (inventory.has(inventoryId(each.id))) continue;
    findings.fail(`the inventory of ${id} lacks it`, remedy, {
      object: formatObject(shownId(each)),
    });
  }
  for (const each of inventory) {
    if (wanted.has(each)) continue;
    const object = formatObject(parseInventoryId(each));
    findings.fail(`${id} has it in its inventory, and no manifest says so`, remedy, { object });
  }
}
