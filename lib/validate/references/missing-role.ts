import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

const group = 'rbac.authorization.k8s.io';

/**
 * ClusterRoles that every cluster has (https://kubernetes.io/docs/reference/access-authn-authz/rbac), and
 * those that Flux is installed with, which need not be in the tree.
 */
const given =
  /^(?:system:.*|cluster-admin|admin|edit|view|(?:crd-controller|flux-edit|flux-view)(?:-.*)?)$/;

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(`RoleBinding.${group}`, `ClusterRoleBinding.${group}`)) {
    const kind = subject.field('roleRef', 'kind');
    const name = subject.field('roleRef', 'name');
    const isOfCluster = kind.text === 'ClusterRole';
    if (name.text === undefined || (!isOfCluster && kind.text !== 'Role')) continue;
    if (isOfCluster && given.test(name.text)) continue;
    const namespace = isOfCluster ? '' : subject.id.namespace;
    if (cluster.mayHave(`${kind.text}.${group}`, namespace, name.text)) continue;
    if (!isChosen(subject, name.text, cluster)) continue;
    const place = isOfCluster ? '' : `${subject.shownNamespace}/`;
    const message = `nothing defines the ${subject.said(kind)} ${place}${subject.said(name)}`;
    yield { subject, at: name, message };
  }
}

/** The API server takes such a binding, and it gives nobody any right. */
export const missingRole: Rule = {
  about: 'objects',
  code: 'missing-role',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Correct the kind and name of the role, or add it.',
};
