import type { PodTemplate } from '../pods.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';
import { baseline } from './baseline.ts';
import { allContainers, type Control, type Violation } from './controls.ts';
import { onlyLinux, relaxedByUserNamespaces, restricted } from './restricted.ts';

const label = 'pod-security.kubernetes.io/enforce';

const profiles: Readonly<Record<string, readonly Control[]>> = {
  baseline,
  restricted: [...baseline, ...restricted],
};

/** What a profile forbids of a pod, each field once. */
function violations({ spec }: PodTemplate, profile: readonly Control[]): readonly Violation[] {
  const isWindows = spec.at('os', 'name').value === 'windows';
  const hasOwnUsers = spec.at('hostUsers').value === false;
  const containers = allContainers(spec);
  const found = profile
    .filter((control) => !(isWindows && onlyLinux.has(control)))
    .filter((control) => !(hasOwnUsers && relaxedByUserNamespaces.has(control)))
    .flatMap((control) => [...control(spec, containers)]);
  return [...new Map(found.map((each) => [each.at.path.join('\n'), each])).values()];
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const namespace of cluster.ofKind('Namespace')) {
    const name = namespace.manifest.metadata.labels?.[label] ?? '';
    const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    for (const pod of profile === undefined ? [] : cluster.podsIn(namespace.id.name)) {
      for (const { at, message } of violations(pod, profile ?? [])) {
        yield {
          subject: pod.subject,
          at,
          message: `${message} in ${namespace.name}, which enforces ${name}`,
        };
      }
    }
  }
}

/** The API server takes the workload and refuses its pods, which only an event tells. */
export const podSecurity: Rule = {
  about: 'objects',
  code: 'pod-security',
  level: 'error',
  set: 'security',
  check,
  remedy:
    'Give the pod the securityContext that the profile wants, or the Namespace another profile.',
};
