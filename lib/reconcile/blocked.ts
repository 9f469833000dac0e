import { type Diagnostic, errorAt } from '../core/index.ts';
import { checkedBy, isReady } from './kustomization/health.ts';
import type { Node } from './kustomization/node.ts';
import { type FindObject, loadVariables } from './variables.ts';

/** What is said of a Kustomization that waits forever. */
export interface Blocked {
  readonly node: Node;
  readonly diagnostic: Diagnostic;
}

/** Says of each Kustomization that still waits what it waits for. */
export function explainBlocked(
  nodes: ReadonlyMap<string, Node>,
  find: FindObject,
): readonly Blocked[] {
  const found: Blocked[] = [];
  const inCircle = new Set<string>();
  for (const node of nodes.values()) {
    if (node.status !== 'waiting' || inCircle.has(node.id)) continue;
    const circle = circleOf(node, nodes);
    if (circle !== undefined) {
      for (const id of circle) inCircle.add(id);
      const message = `Kustomizations wait for each other: ${[...circle, circle[0]].join(' → ')}`;
      found.push({ node, diagnostic: errorAt('dependency-cycle', {}, message) });
      continue;
    }
    for (const diagnostic of reasons(node, nodes, find)) found.push({ node, diagnostic });
  }
  return found;
}

function reasons(
  node: Node,
  nodes: ReadonlyMap<string, Node>,
  find: FindObject,
): readonly Diagnostic[] {
  const missing = node.dependsOn.filter((id) => !nodes.has(id));
  if (missing.length > 0) {
    const message = `it waits for ${missing.join(', ')}, which nothing applies`;
    return [errorAt('missing-dependency', { field: 'spec.dependsOn' }, message)];
  }
  const blocking = node.dependsOn.flatMap((id) => {
    const dependency = nodes.get(id);
    return dependency === undefined || isReady(dependency, nodes) ? [] : [dependency];
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

/** The Kustomizations on a way from a node back to it, or undefined. */
function circleOf(start: Node, nodes: ReadonlyMap<string, Node>): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const waiting = [start.id];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    for (const next of [...node.dependsOn, ...checkedBy(node)]) {
      if (next === start.id) return wayTo(id, start.id, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      waiting.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way: string[] = [];
  for (let id: string | undefined = end; id !== undefined && id !== start; id = cameFrom.get(id)) {
    way.unshift(id);
  }
  return [start, ...way];
}
