import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

/** Claims that StatefulSets make: `<template>-<name>-<number>`. */
function fromTemplates(cluster: Subjects, namespace: string): readonly string[] {
  return cluster.inNamespace('StatefulSet.apps', namespace).flatMap((subject) =>
    subject
      .field('spec')
      .items('volumeClaimTemplates')
      .map((template) => `${template.at('metadata', 'name').text ?? ''}-${subject.id.name}-`),
  );
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const { subject, spec } of cluster.pods) {
    const { namespace } = subject.id;
    for (const volume of spec.items('volumes')) {
      const claim = volume.at('persistentVolumeClaim', 'claimName');
      const { text } = claim;
      if (text === undefined || cluster.mayHave('PersistentVolumeClaim', namespace, text)) continue;
      if (fromTemplates(cluster, namespace).some((start) => text.startsWith(start))) continue;
      if (!isChosen(subject, text, cluster)) continue;
      const said = `${subject.shownNamespace}/${subject.said(claim)}`;
      yield { subject, at: claim, message: `nothing defines its claim ${said}` };
    }
  }
}

/** A pod is not scheduled before its claims are there. */
export const missingClaim: Rule = {
  about: 'objects',
  code: 'missing-claim',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Add the PersistentVolumeClaim to the namespace of the pod.',
};
