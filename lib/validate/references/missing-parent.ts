import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

const group = 'gateway.networking.k8s.io';
const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map(
  (kind) => `${kind}.${group}`,
);

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(...routes)) {
    for (const ref of subject.field('spec').items('parentRefs')) {
      const isGateway =
        (ref.at('kind').text ?? 'Gateway') === 'Gateway' &&
        (ref.at('group').text ?? group) === group;
      if (isGateway) yield* checkGateway(subject, ref, cluster);
    }
  }
}

function* checkGateway(subject: Subject, ref: Field, cluster: Subjects): Generator<Complaint> {
  const [name, namespace, section] = ['name', 'namespace', 'sectionName'].map((key) => ref.at(key));
  if (name?.text === undefined || !isChosen(subject, name.text, cluster)) return;
  const place = namespace?.text ?? subject.id.namespace;
  const gateway = cluster.find(`Gateway.${group}`, place, name.text);
  if (gateway === undefined) {
    if (cluster.mayHave(`Gateway.${group}`, place, name.text)) return;
    const said = namespace?.text === undefined ? subject.shownNamespace : subject.said(namespace);
    const message = `nothing defines its Gateway ${said}/${subject.said(name)}`;
    yield { subject, at: name, message };
    return;
  }
  const listeners = gateway
    .field('spec')
    .items('listeners')
    .map((each) => each.at('name').text);
  if (section?.text === undefined || listeners.includes(section.text)) return;
  // Listeners of a ListenerSet join those of the Gateway.
  if (gateway.field('spec', 'allowedListeners').exists) return;
  const message = `${gateway.name} has no listener ${subject.said(section)}`;
  yield { subject, at: section, message };
}

/** A route without its Gateway is served by nobody. */
export const missingParent: Rule = {
  about: 'objects',
  code: 'missing-parent',
  level: 'error',
  set: 'references',
  check,
  remedy:
    'Name a Gateway of the tree, with its namespace where that is another, and one of its listeners.',
};
