import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
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

/** A namespace that must be there. */
interface Needed {
  readonly subject: Subject;
  readonly namespace: string;
  readonly said: string;
  readonly at: Field;
  /** Who is told of it once. */
  readonly teller: string;
}

/** Where releases go is said first, and not again of each object that they install. */
function* neededIn(cluster: Subjects): Generator<Needed> {
  for (const subject of cluster.ofKind('HelmRelease.helm.toolkit.fluxcd.io')) {
    const at = subject.field('spec', 'targetNamespace');
    if (at.text === undefined || subject.field('spec', 'kubeConfig').exists) continue;
    const { namespace, name } = subject.id;
    const teller = `HelmRelease ${namespace}/${name}`;
    yield { subject, namespace: at.text, said: subject.said(at), at, teller };
  }
  for (const subject of cluster.all) {
    const { owner, id, shownNamespace: said } = subject;
    const at = subject.field('metadata', 'namespace');
    yield { subject, namespace: id.namespace, said, at, teller: `${owner.kind} ${owner.id}` };
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  const made = madeByHelm(cluster);
  const root = cluster.kustomizations.find(({ isRoot }) => isRoot);
  const told = new Set<string>();
  for (const { subject, namespace, said, at, teller } of neededIn(cluster)) {
    if (namespace === '' || namespace === root?.manifest.metadata.namespace) continue;
    const key = `${namespace} ${teller}`;
    if (told.has(key) || made.has(namespace)) continue;
    told.add(key);
    if (cluster.unknown.mayHold('Pod', namespace) && subject.owner.kind === 'HelmRelease') continue;
    if (cluster.mayHave('Namespace', '', namespace) || isSystem(namespace)) continue;
    yield { subject, at, message: `nothing makes the namespace ${said}` };
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
