import { labelMatcher } from '../selector.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind('Service')) {
    const selector = subject.field('spec', 'selector');
    const { namespace } = subject.id;
    if (selector.entries().length === 0 || subject.owner.kind === 'HelmRelease') continue;
    if (cluster.mayRunMore(namespace)) continue;
    const matches = labelMatcher(selector);
    if (cluster.podsIn(namespace).some((pod) => matches(pod.labels))) continue;
    const keys = subject.shownKeys(selector);
    const labels = keys.map((key) => `${key}=${subject.said(selector.at(key))}`);
    const message = `no pod of ${subject.shownNamespace} has the labels ${labels.join(',')}`;
    yield { subject, at: selector, message };
  }
}

/** Who asks such a Service gets no answer. */
export const unmatchedService: Rule = {
  about: 'objects',
  code: 'unmatched-service',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Select labels that the template of the pods has.',
};
