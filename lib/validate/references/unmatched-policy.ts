import type { Field } from '../field.ts';
import { isEmptySelector, labelMatcher, selectorMatcher } from '../selector.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** Whether a selector may match a pod of a namespace. */
function mayMatch(selector: Field, namespace: string, cluster: Subjects): boolean {
  if (isEmptySelector(selector) || cluster.mayRunMore(namespace)) return true;
  const matches = selectorMatcher(selector);
  return cluster.podsIn(namespace).some(({ labels }) => matches(labels));
}

/** The namespaces that a selector chooses; undefined where one that is not in the tree may be among them. */
function chosenNamespaces(selector: Field, cluster: Subjects): readonly string[] | undefined {
  const wanted = selector.at('matchLabels').at('kubernetes.io/metadata.name').text;
  if (wanted !== undefined && cluster.find('Namespace', '', wanted) === undefined) {
    return cluster.unknown.mayHold('Pod', wanted) ? undefined : [];
  }
  if (wanted === undefined && labelMatcher(selector.at('matchLabels'))({})) return undefined;
  const matches = selectorMatcher(selector);
  return cluster
    .ofKind('Namespace')
    .filter(({ manifest, id }) => {
      const labels = { ...manifest.metadata.labels, 'kubernetes.io/metadata.name': id.name };
      return matches(labels);
    })
    .map(({ id }) => id.name);
}

function isMatched(peer: Field, subject: Subject, cluster: Subjects): boolean {
  if (peer.at('ipBlock').exists) return true;
  const [pods, namespaces] = [peer.at('podSelector'), peer.at('namespaceSelector')];
  if (!namespaces.exists) return mayMatch(pods, subject.id.namespace, cluster);
  const chosen = chosenNamespaces(namespaces, cluster);
  return chosen === undefined || chosen.some((each) => mayMatch(pods, each, cluster));
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind('NetworkPolicy.networking.k8s.io')) {
    if (subject.owner.kind === 'HelmRelease') continue;
    const spec = subject.field('spec');
    const selector = spec.at('podSelector');
    if (!mayMatch(selector, subject.id.namespace, cluster)) {
      yield { subject, at: selector, message: `it selects no pod of ${subject.shownNamespace}` };
    }
    const rules = [
      ...spec.items('ingress').flatMap((rule) => rule.items('from')),
      ...spec.items('egress').flatMap((rule) => rule.items('to')),
    ];
    for (const peer of rules) {
      if (!isMatched(peer, subject, cluster)) {
        yield { subject, at: peer, message: 'this peer matches no pod of the tree' };
      }
    }
  }
}

/** A policy that matches nothing protects nothing, or lets nobody in. */
export const unmatchedPolicy: Rule = {
  about: 'objects',
  code: 'unmatched-policy',
  level: 'warning',
  set: 'references',
  check,
  remedy: 'Select labels that pods and namespaces have.',
};
