import { systemNamespaces } from '../../kubernetes/index.ts';
import type { HeldObject, Holdings, Rule } from './rule.ts';

function isIn(namespace: string, { id, owner }: HeldObject): boolean {
  if (id.kind === 'Namespace' && id.name === namespace) return true;
  // Helm may make the namespace of what it installs.
  return owner.kind === 'HelmRelease' && id.namespace === namespace;
}

/** Whether the cluster seems to have a namespace: Flux applies it, or has something in it. */
function isKnown(namespace: string, before: Holdings, after: Holdings): boolean {
  return (
    systemNamespaces.has(namespace) ||
    after.objects.some((each) => isIn(namespace, each)) ||
    before.objects.some((each) => each.id.namespace === namespace || isIn(namespace, each))
  );
}

/** The API server refuses what is in a namespace that is not there, and with it all of its stage. */
export const unmadeNamespace: Rule = {
  code: 'unmade-namespace',
  level: 'caution',
  matches: ({ action, certain, object: { namespace, target }, owner }, { before, after }) =>
    action === 'created' &&
    certain &&
    namespace !== '' &&
    target === '' &&
    owner.after.some(({ kind }) => kind === 'Kustomization') &&
    // In a new cluster anything may have been made before Flux.
    before.owners.length > 0 &&
    !isKnown(namespace, before, after),
  explain: ({ object: { namespace } }) => `nothing that Flux applies makes namespace ${namespace}`,
  remedy: 'Add the Namespace to the tree, or make it before the merge.',
};
