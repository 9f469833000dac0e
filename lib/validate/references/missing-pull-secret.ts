import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

function* namedBy(cluster: Subjects): Generator<readonly [Subject, Field]> {
  for (const { subject, spec } of cluster.pods) {
    for (const each of spec.items('imagePullSecrets')) yield [subject, each.at('name')];
  }
  for (const subject of cluster.ofKind('ServiceAccount')) {
    for (const each of subject.field().items('imagePullSecrets')) yield [subject, each.at('name')];
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [subject, name] of namedBy(cluster)) {
    if (name.text === undefined || cluster.mayHave('Secret', subject.id.namespace, name.text))
      continue;
    if (!isChosen(subject, name.text, cluster)) continue;
    const said = `${subject.shownNamespace}/${subject.said(name)}`;
    const message = `images are pulled with the Secret ${said}, which nothing defines`;
    yield { subject, at: name, message };
  }
}

/** The kubelet goes on without it, and a registry that asks for credentials gives nothing. */
export const missingPullSecret: Rule = {
  about: 'objects',
  code: 'missing-pull-secret',
  level: 'warning',
  set: 'references',
  check,
  remedy:
    'Add it as a SOPS file or an ExternalSecret, or suppress this where somebody makes it by hand.',
};
