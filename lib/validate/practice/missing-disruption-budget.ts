import type { Complaint, Rule } from '../rule.ts';
import { matchesSelector } from '../selector.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const { subject, labels } of cluster.pods) {
    const at = subject.field('spec', 'replicas');
    const isMany = typeof at.value === 'number' && at.value > 1;
    if (!isMany || !['Deployment.apps', 'StatefulSet.apps'].includes(subject.kind)) continue;
    const budgets = cluster.inNamespace('PodDisruptionBudget.policy', subject.id.namespace);
    const isCovered = budgets.some((budget) =>
      matchesSelector(labels, budget.field('spec', 'selector')),
    );
    if (!isCovered)
      yield { subject, at, message: 'draining nodes may end all of its pods at once' };
  }
}

/** Several replicas promise that some are always there; only a budget keeps a drain to it. */
export const missingDisruptionBudget: Rule = {
  about: 'objects',
  code: 'missing-disruption-budget',
  level: 'warning',
  set: 'practice',
  check,
  remedy: 'Add a PodDisruptionBudget that selects its pods, such as with maxUnavailable: 1.',
};
