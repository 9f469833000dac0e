import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const { subject, spec } of cluster.pods) {
    const name = spec.at('serviceAccountName').text ?? 'default';
    const at = spec.at('automountServiceAccountToken');
    if (name !== 'default' || at.exists) continue;
    const account = cluster.find('ServiceAccount', subject.id.namespace, name);
    if (account?.field('automountServiceAccountToken').value === false) continue;
    yield { subject, at, message: 'it is given the token of the default ServiceAccount' };
  }
}

/** Who gets into the container may speak to the API server as the account that all share. */
export const unusedToken: Rule = {
  about: 'objects',
  code: 'unused-token',
  level: 'warning',
  set: 'practice',
  check,
  remedy: 'Set automountServiceAccountToken: false, or give the pod an account of its own.',
};
