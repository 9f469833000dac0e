import { idOf, isKustomization, specOf } from './spec.ts';
import type { Node } from './node.ts';

/**
 * Whether a Kustomization becomes Ready, and dependents may begin: it is applied, and so are the
 * Kustomizations that its health checks wait for. All other software is taken to be well. What is
 * opaque is, too: its content is not known, but nothing says that it fails.
 */
export function isReady(node: Node, nodes: ReadonlyMap<string, Node>): boolean {
  return isHealthy(node, nodes, new Set());
}

function isHealthy(node: Node, nodes: ReadonlyMap<string, Node>, asked: Set<string>): boolean {
  if (node.status === 'opaque') return true;
  if (node.status !== 'applied') return false;
  if (asked.has(node.id)) return true;
  asked.add(node.id);
  return checkedBy(node).every((id) => {
    const checked = nodes.get(id);
    return checked !== undefined && isHealthy(checked, nodes, asked);
  });
}

/** Ids of the Kustomizations that another one's health checks wait for, itself excepted. */
export function checkedBy({ id, manifest, objects, target }: Node): readonly string[] {
  if (target !== '') return [];
  const { wait = false, healthChecks = [] } = specOf(manifest);
  // With `wait`, the checks of the spec do not count.
  const ids = wait
    ? objects
        .map((each) => each.manifest)
        .filter(isKustomization)
        .map(idOf)
    : healthChecks
        .filter(({ kind, apiVersion }) => isKustomizationKind(kind, apiVersion))
        .map(({ namespace, name }) => `${namespace ?? manifest.metadata.namespace ?? ''}/${name}`);
  return ids.filter((each) => each !== id);
}

function isKustomizationKind(kind: string, apiVersion: string | undefined): boolean {
  return kind === 'Kustomization' && (apiVersion ?? '').startsWith('kustomize.toolkit.fluxcd.io/');
}
