import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

/** A Secret with a certificate that an object names, and its namespace where that is said. */
type Named = readonly [Subject, Field, Field | undefined];

function* namedBy(cluster: Subjects): Generator<Named> {
  for (const subject of cluster.ofKind('Ingress.networking.k8s.io')) {
    for (const tls of subject.field('spec').items('tls')) {
      yield [subject, tls.at('secretName'), undefined];
    }
  }
  for (const subject of cluster.ofKind('Gateway.gateway.networking.k8s.io')) {
    for (const listener of subject.field('spec').items('listeners')) {
      for (const ref of listener.items('tls', 'certificateRefs')) {
        if ((ref.at('kind').text ?? 'Secret') !== 'Secret') continue;
        yield [subject, ref.at('name'), ref.at('namespace')];
      }
    }
  }
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [subject, name, namespace] of namedBy(cluster)) {
    const place = namespace?.text ?? subject.id.namespace;
    if (name.text === undefined || cluster.mayHave('Secret', place, name.text)) continue;
    if (!isChosen(subject, name.text, cluster)) continue;
    const said = namespace?.text === undefined ? subject.shownNamespace : subject.said(namespace);
    const message = `its certificate is in the Secret ${said}/${subject.said(name)}, which nothing defines`;
    yield { subject, at: name, message };
  }
}

/** What has no certificate of its own is served with the controller's, or not at all. */
export const missingCertificate: Rule = {
  about: 'objects',
  code: 'missing-certificate',
  level: 'warning',
  set: 'references',
  check,
  remedy:
    'Add a Certificate or an ExternalSecret that makes it, or annotate what names it with its issuer.',
};
