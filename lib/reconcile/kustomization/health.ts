import { idOf, isKustomization, specOf } from './spec.ts';
import type { Node } from './node.ts';

/**
 * Ids of the Kustomizations that another one's health checks wait for, itself excepted: it becomes
 * Ready, and dependents may begin, when it is applied and these are Ready. All other software is
 * taken to be well. What is opaque is, too: its content is not known, but nothing says that it fails.
 */
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
