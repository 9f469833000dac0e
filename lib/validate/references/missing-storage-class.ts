import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

function* claims(cluster: Subjects): Generator<readonly [Subject, Field]> {
  for (const subject of cluster.ofKind('PersistentVolumeClaim'))
    yield [subject, subject.field('spec')];
  for (const subject of cluster.ofKind('StatefulSet.apps')) {
    for (const template of subject.field('spec').items('volumeClaimTemplates')) {
      yield [subject, template.at('spec')];
    }
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  const kind = 'StorageClass.storage.k8s.io';
  // A cluster can have classes of its own; one whose classes are in the tree has few others.
  if (cluster.ofKind(kind).length === 0) return;
  for (const [subject, spec] of claims(cluster)) {
    const name = spec.at('storageClassName');
    // A class of this name need not exist where the volume is named.
    if (name.text === undefined || spec.at('volumeName').exists) continue;
    if (cluster.mayHave(kind, '', name.text)) continue;
    const message = `no StorageClass of the tree is named ${subject.said(name)}`;
    yield { subject, at: name, message };
  }
}

/** Nothing makes a volume for such a claim, and its pods wait. */
export const missingStorageClass: Rule = {
  about: 'objects',
  code: 'missing-storage-class',
  level: 'warning',
  set: 'references',
  check,
  remedy: 'Name one of them, or suppress this where the cluster brings the class.',
};
