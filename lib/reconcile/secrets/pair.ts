import { objectId } from '../../kubernetes/index.ts';
import type { Node } from '../kustomization/node.ts';
import { idOf, isKustomization } from '../kustomization/spec.ts';
import type { ReconciledObject } from '../state.ts';
import type { Walk } from '../walk.ts';

/** What one walk made in the place of what another one made. */
export interface PairedWalks {
  /** The Kustomizations of the other walk, by the ids of the first. */
  readonly nodes: ReadonlyMap<string, Node | undefined>;
  /** The objects of the other walk, by those of the first. */
  readonly objects: ReadonlyMap<ReconciledObject, ReconciledObject | undefined>;
}

/**
 * Follows two walks of one tree side by side. Names may differ, so objects are found by their place
 * in what their Kustomization builds, and Kustomizations by their objects.
 */
export function pairWalks(first: Walk, other: Walk): PairedWalks {
  const nodes = new Map<string, Node | undefined>();
  const objects = new Map<ReconciledObject, ReconciledObject | undefined>();
  const visitNode = (id: string, found: Node | undefined): void => {
    if (nodes.has(id)) return;
    nodes.set(id, found);
    visit(first.nodes.get(id)?.built ?? [], found?.built ?? []);
    visit(first.goingOn.get(id) ?? [], other.goingOn.get(found?.id ?? '') ?? []);
  };
  const visit = (made: readonly ReconciledObject[], others: readonly ReconciledObject[]): void => {
    const found = pairObjects(made, others);
    for (const [index, object] of made.entries()) {
      const otherObject = found[index];
      objects.set(object, otherObject);
      if (!isKustomization(object.manifest)) continue;
      visitNode(idOf(object.manifest), otherObject && other.nodes.get(idOf(otherObject.manifest)));
    }
  };
  const [root] = first.nodes.keys();
  const [otherRoot] = other.nodes.values();
  if (root !== undefined) visitNode(root, otherRoot);
  visit(generatedIn(first), generatedIn(other));
  return { nodes, objects };
}

/** What ResourceSets make. */
function generatedIn({ expanded }: Walk): readonly ReconciledObject[] {
  return expanded.flatMap(({ objects }) =>
    objects.map((manifest) => ({ id: objectId(manifest), manifest })),
  );
}

/** By place where both lists hold the same kinds, else by name. */
export function pairObjects(
  made: readonly ReconciledObject[],
  others: readonly ReconciledObject[],
): readonly (ReconciledObject | undefined)[] {
  const isAlike =
    made.length === others.length &&
    made.every((each, index) => kindOf(each) === kindOf(others[index]));
  if (isAlike) return others;
  const byName = new Map(others.map((each) => [JSON.stringify(each.id), each]));
  return made.map(({ id }) => byName.get(JSON.stringify(id)));
}

function kindOf(object: ReconciledObject | undefined): string {
  return object === undefined ? '' : `${object.id.kind}.${object.id.group}`;
}
