import type { Complaint, Rule } from '../rule.ts';
import { selectedPods, selectorMatcher } from '../selector.ts';
import type { Subjects } from '../subjects.ts';

const kinds = new Set(['Deployment.apps', 'StatefulSet.apps']);

function* check(cluster: Subjects): Generator<Complaint> {
  const covered = selectedPods(cluster, 'PodDisruptionBudget.policy', (budget) =>
    selectorMatcher(budget.field('spec', 'selector')),
  );
  for (const pod of cluster.pods) {
    const { subject } = pod;
    const at = subject.field('spec', 'replicas');
    const isMany = typeof at.value === 'number' && at.value > 1;
    if (!isMany || !kinds.has(subject.kind) || covered.has(pod)) continue;
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
