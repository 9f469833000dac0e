import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check({ kustomizations }: Subjects): Generator<Complaint> {
  for (const { subject, spec } of kustomizations) {
    if (subject === undefined || spec.wait !== true) continue;
    if ((spec.healthChecks ?? []).length === 0) continue;
    const at = subject.field('spec', 'healthChecks');
    yield { subject, at, message: 'wait: true makes Flux ignore its healthChecks' };
  }
}

/** With wait, the objects of the Kustomization are checked, and nothing else. */
export const ignoredHealthChecks: Rule = {
  about: 'objects',
  code: 'ignored-health-checks',
  level: 'warning',
  set: 'flux',
  check,
  remedy: 'Leave out one of both.',
};
