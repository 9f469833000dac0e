import type { Complaint, Rule } from '../rule.ts';
import { labelMatcher, selectedPods } from '../selector.ts';
import type { Subjects } from '../subjects.ts';
import { lastingPods } from './running.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  const served = selectedPods(cluster, 'Service', (service) => {
    const selector = service.field('spec', 'selector');
    return selector.entries().length > 0 ? labelMatcher(selector) : undefined;
  });
  for (const pod of lastingPods(cluster)) {
    const containers = pod.spec.items('containers');
    if (!served.has(pod) || containers.some((each) => each.at('readinessProbe').exists)) continue;
    const at = containers[0]?.at('readinessProbe');
    if (at === undefined) continue;
    yield { subject: pod.subject, at, message: 'a Service leads to it before it can answer' };
  }
}

/** Without a readiness probe a pod gets requests as soon as it has started, at every rollout. */
export const missingProbe: Rule = {
  about: 'objects',
  code: 'missing-probe',
  level: 'warning',
  set: 'practice',
  check,
  remedy: 'Give the container a readinessProbe.',
};
