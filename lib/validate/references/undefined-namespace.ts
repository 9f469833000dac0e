import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

/** Namespaces that Helm makes before it installs. */
function madeByHelm(cluster: Subjects): ReadonlySet<string> {
  const making = cluster
    .ofKind('HelmRelease.helm.toolkit.fluxcd.io')
    .filter((each) => each.field('spec', 'install', 'createNamespace').value === true);
  return new Set(
    making.map((each) => each.field('spec', 'targetNamespace').text ?? each.id.namespace),
  );
}

function* check(cluster: Subjects): Generator<Complaint> {
  const made = madeByHelm(cluster);
  const root = cluster.kustomizations.find(({ isRoot }) => isRoot);
  const told = new Set<string>();
  for (const subject of cluster.all) {
    const { namespace } = subject.id;
    if (namespace === '' || namespace === root?.manifest.metadata.namespace) continue;
    const key = `${namespace} ${subject.owner.id}`;
    if (told.has(key) || made.has(namespace)) continue;
    told.add(key);
    if (cluster.unknown.mayHold('Pod', namespace) && subject.owner.kind === 'HelmRelease') continue;
    if (cluster.mayHave('Namespace', '', namespace) || isSystem(namespace)) continue;
    const at = subject.field('metadata', 'namespace');
    const message = `nothing makes the namespace ${subject.shownNamespace}`;
    yield { subject, at, message };
  }
}

function isSystem(namespace: string): boolean {
  return namespace === 'default' || namespace.startsWith('kube-');
}

/** The API server refuses an object of a namespace that is missing, and Flux all objects beside it. */
export const undefinedNamespace: Rule = {
  about: 'objects',
  code: 'undefined-namespace',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Add the Namespace to the tree, in what is applied before or in the same Kustomization.',
};
