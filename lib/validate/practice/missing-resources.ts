import { containersOf } from '../pods.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

const wanted = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'memory'],
] as const;

function* check(cluster: Subjects): Generator<Complaint> {
  for (const pod of cluster.pods) {
    for (const container of containersOf(pod)) {
      const resources = container.at('resources');
      const missing = wanted.filter((path) => !resources.at(...path).exists);
      if (missing.length === 0) continue;
      // Requests are what limits are, where they are not said.
      const isLimited = missing.every(
        ([part, name]) => part === 'requests' && resources.at('limits', name).exists,
      );
      if (isLimited) continue;
      const message = `the container says no ${missing.map((path) => path.join('.')).join(', ')}`;
      yield { subject: pod.subject, at: resources, message };
    }
  }
}

/** Without requests the scheduler overfills nodes; without a limit one pod takes a node's memory. */
export const missingResources: Rule = {
  about: 'objects',
  code: 'missing-resources',
  level: 'warning',
  set: 'practice',
  check,
  remedy: 'Request CPU and memory, and limit memory.',
};
