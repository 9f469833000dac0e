import { type Diagnostic, errorAt } from '../core/index.ts';
import { findCircles } from './circles.ts';
import { checkedBy } from './kustomization/health.ts';
import type { Node } from './kustomization/node.ts';
import { type FindObject, loadVariables } from './variables.ts';

/** What is said of a Kustomization that waits forever. */
export interface Blocked {
  readonly node: Node;
  readonly diagnostic: Diagnostic;
}

/**
 * Says of each Kustomization that still waits what it waits for.
 *
 * @param isReady whether the Kustomization of an id became Ready
 */
export function explainBlocked(
  nodes: ReadonlyMap<string, Node>,
  isReady: (id: string) => boolean,
  find: FindObject,
): readonly Blocked[] {
  const found: Blocked[] = [];
  const circles = findCircles(nodes.keys(), (id) => {
    const node = nodes.get(id);
    return node === undefined ? [] : [...node.dependsOn, ...checkedBy(node)];
  });
  const told = new Set<readonly string[]>();
  for (const node of nodes.values()) {
    if (node.status !== 'waiting') continue;
    const circle = circles.get(node.id);
    if (circle?.includes(node.id) !== true) {
      for (const diagnostic of reasons(node, nodes, isReady, find))
        found.push({ node, diagnostic });
    } else if (!told.has(circle)) {
      told.add(circle);
      const message = `Kustomizations wait for each other: ${[...circle, circle[0]].join(' → ')}`;
      found.push({ node, diagnostic: errorAt('dependency-cycle', {}, message) });
    }
  }
  return found;
}

function reasons(
  node: Node,
  nodes: ReadonlyMap<string, Node>,
  isReady: (id: string) => boolean,
  find: FindObject,
): readonly Diagnostic[] {
  const missing = node.dependsOn.filter((id) => !nodes.has(id));
  if (missing.length > 0) {
    const message = `it waits for ${missing.join(', ')}, which nothing applies`;
    return [errorAt('missing-dependency', { field: 'spec.dependsOn' }, message)];
  }
  const blocking = node.dependsOn.flatMap((id) => {
    const dependency = nodes.get(id);
    return dependency === undefined || isReady(id) ? [] : [dependency];
  });
  if (blocking.length > 0) {
    const names = blocking.map(({ id, status }) => `${id} (${wordOf(status)})`).join(', ');
    const message = `it waits for ${names}`;
    const location = { field: 'spec.dependsOn' };
    return [{ ...errorAt('blocked-kustomization', location, message), severity: 'warning' }];
  }
  const { missing: absent } = loadVariables(
    node.manifest,
    (node.prepared ?? []).map(({ manifest }) => manifest),
    find,
  );
  return absent
    .filter(({ optional }) => !optional)
    .map(({ name }) => {
      const namespace = node.manifest.metadata.namespace ?? '';
      const message = `its variables come from ${name} in ${namespace}, which nothing applies`;
      const hint = 'Add it to the tree, or mark it optional.';
      const location = { field: 'spec.postBuild.substituteFrom' };
      return errorAt('substitution-failed', location, message, { hint });
    });
}

function wordOf(status: Node['status']): string {
  return status === 'applied' ? 'never Ready' : status;
}
