import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

function* namedBy(cluster: Subjects): Generator<readonly [Subject, Field]> {
  for (const { subject, spec } of cluster.pods) yield [subject, spec.at('serviceAccountName')];
  for (const subject of cluster.ofKind('HelmRelease.helm.toolkit.fluxcd.io')) {
    yield [subject, subject.field('spec', 'serviceAccountName')];
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [subject, name] of namedBy(cluster)) {
    if (name.text === undefined || name.text === 'default') continue;
    if (cluster.mayHave('ServiceAccount', subject.id.namespace, name.text, subject)) continue;
    if (!isChosen(subject, name.text, cluster)) continue;
    const said = `${subject.shownNamespace}/${subject.said(name)}`;
    yield { subject, at: name, message: `nothing defines its ServiceAccount ${said}` };
  }
}

/** The API server makes no pod for an account that is missing. */
export const missingAccount: Rule = {
  about: 'objects',
  code: 'missing-account',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Add the ServiceAccount to the namespace of the pod.',
};
