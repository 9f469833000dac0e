import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

const group = 'cert-manager.io';

function* namedBy(cluster: Subjects): Generator<readonly [Subject, string, Field]> {
  for (const subject of cluster.ofKind(`Certificate.${group}`)) {
    const ref = subject.field('spec', 'issuerRef');
    // Others than cert-manager issue certificates as well.
    if ((ref.at('group').text ?? group) !== group) continue;
    yield [subject, ref.at('kind').text ?? 'Issuer', ref.at('name')];
  }
  for (const subject of cluster.ofKind(
    'Ingress.networking.k8s.io',
    'Gateway.gateway.networking.k8s.io',
  )) {
    const annotations = subject.field('metadata', 'annotations');
    if (annotations.at('cert-manager.io/issuer-group').exists) continue;
    yield [subject, 'ClusterIssuer', annotations.at('cert-manager.io/cluster-issuer')];
    const kind = annotations.at('cert-manager.io/issuer-kind').text ?? 'Issuer';
    yield [subject, kind, annotations.at('cert-manager.io/issuer')];
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [subject, kind, name] of namedBy(cluster)) {
    const namespace = kind === 'ClusterIssuer' ? '' : subject.id.namespace;
    if (name.text === undefined || cluster.mayHave(`${kind}.${group}`, namespace, name.text))
      continue;
    if (!isChosen(subject, name.text, cluster)) continue;
    const place = namespace === '' ? '' : `${subject.shownNamespace}/`;
    const said = subject.said(subject.field('spec', 'issuerRef', 'kind'), kind);
    const message = `nothing defines the ${said} ${place}${subject.said(name)}`;
    yield { subject, at: name, message };
  }
}

/** Without its issuer a certificate is never made, and who needs its Secret waits. */
export const missingIssuer: Rule = {
  about: 'objects',
  code: 'missing-issuer',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Correct the kind and name of the issuer, or add it.',
};
