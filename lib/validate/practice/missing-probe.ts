import type { Complaint, Rule } from '../rule.ts';
import { hasLabels } from '../selector.ts';
import type { Subjects } from '../subjects.ts';
import { lastingPods } from './running.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const { subject, spec, labels } of lastingPods(cluster)) {
    const isServed = cluster.inNamespace('Service', subject.id.namespace).some((service) => {
      const selector = service.field('spec', 'selector');
      return selector.entries().length > 0 && hasLabels(labels, selector);
    });
    const containers = spec.items('containers');
    if (!isServed || containers.some((each) => each.at('readinessProbe').exists)) continue;
    const at = containers[0]?.at('readinessProbe');
    if (at !== undefined)
      yield { subject, at, message: 'a Service leads to it before it can answer' };
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
