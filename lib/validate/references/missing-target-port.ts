import { containersOf } from '../pods.ts';
import { labelMatcher } from '../selector.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind('Service')) {
    const selector = subject.field('spec', 'selector');
    if (selector.entries().length === 0) continue;
    const named = subject
      .field('spec')
      .items('ports')
      .filter((port) => port.at('targetPort').text !== undefined);
    if (named.length === 0) continue;
    const matches = labelMatcher(selector);
    const pods = cluster.podsIn(subject.id.namespace).filter(({ labels }) => matches(labels));
    if (pods.length === 0) continue;
    const names = new Set(
      pods
        .flatMap(containersOf)
        .flatMap((container) => container.items('ports').map((port) => port.at('name').text)),
    );
    for (const port of named) {
      const target = port.at('targetPort');
      if (names.has(target.text)) continue;
      const message = `no container of its pods has a port named ${subject.said(target)}`;
      yield { subject, at: target, message };
    }
  }
}

/** A port by name leads nowhere where no container has that name; a number needs none. */
export const missingTargetPort: Rule = {
  about: 'objects',
  code: 'missing-target-port',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Name a port of the containers, or give its number.',
};
