import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

const group = 'rbac.authorization.k8s.io';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(`RoleBinding.${group}`, `ClusterRoleBinding.${group}`)) {
    for (const each of subject.field().items('subjects')) {
      const [name, namespace] = [each.at('name'), each.at('namespace')];
      // Users and groups are known to whoever authenticates them.
      if (each.at('kind').value !== 'ServiceAccount' || name.text === undefined) continue;
      if (namespace.text === undefined || name.text === 'default') continue;
      if (cluster.mayHave('ServiceAccount', namespace.text, name.text)) continue;
      if (!isChosen(subject, name.text, cluster)) continue;
      const said = `${subject.said(namespace)}/${subject.said(name)}`;
      const message = `it gives rights to the ServiceAccount ${said}, which nothing defines`;
      yield { subject, at: name, message };
    }
  }
}

/** Whoever should have these rights has another name, or is in another namespace. */
export const missingSubject: Rule = {
  about: 'objects',
  code: 'missing-subject',
  level: 'warning',
  set: 'references',
  check,
  remedy: 'Correct the name and namespace of the ServiceAccount, or add it.',
};
