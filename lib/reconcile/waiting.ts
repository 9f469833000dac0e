import { ClusterObjects } from './cluster.ts';
import type { Node } from './kustomization/node.ts';
import type { SecretValues } from './secrets/values.ts';
import type { FindObject } from './variables.ts';

/**
 * Finds what those would apply that wait for others, with values from what those that hold would
 * apply: they did so before.
 *
 * @param find finds what is in the cluster
 * @param complete finds the objects of one; false while variables are missing
 */
export function completeWaiting(
  nodes: Iterable<Node>,
  find: FindObject,
  secrets: SecretValues,
  complete: (node: Node, find: FindObject) => boolean,
): void {
  const holding = new ClusterObjects(secrets);
  const findAny: FindObject = (...name) => find(...name) ?? holding.find(...name);
  const open = new Set(nodes);
  for (let moved = true; moved; ) {
    moved = false;
    for (const node of open) {
      if (!isHolding(node)) open.delete(node);
      else if (node.isFinished || complete(node, findAny)) {
        for (const object of node.objects) holding.add(object);
        open.delete(node);
        moved = true;
      }
    }
  }
}

function isHolding({ status, mayBegin, isFinished, prepared }: Node): boolean {
  if (status === 'suspended') return isFinished || prepared !== undefined;
  return status === 'waiting' && !mayBegin && prepared !== undefined;
}
