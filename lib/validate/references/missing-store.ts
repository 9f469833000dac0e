import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

const group = 'external-secrets.io';

function referencesOf(subject: Subject): readonly Field[] {
  const spec = subject.field('spec');
  const inner = spec.at('externalSecretSpec');
  const each = [...spec.items('data'), ...spec.items('dataFrom')];
  return [
    spec.at('secretStoreRef'),
    inner.at('secretStoreRef'),
    ...spec.items('secretStoreRefs'),
    ...each.map((item) => item.at('sourceRef', 'storeRef')),
  ];
}

function* check(cluster: Subjects): Generator<Complaint> {
  const kinds = ['ExternalSecret', 'PushSecret', 'ClusterExternalSecret'];
  for (const subject of cluster.ofKind(...kinds.map((kind) => `${kind}.${group}`))) {
    for (const ref of referencesOf(subject)) {
      const name = ref.at('name');
      const kind = ref.at('kind').text ?? 'SecretStore';
      const namespace = kind === 'ClusterSecretStore' ? '' : subject.id.namespace;
      // Of a ClusterExternalSecret, each namespace has its own.
      if (name.text === undefined || (kind === 'SecretStore' && namespace === '')) continue;
      if (cluster.mayHave(`${kind}.${group}`, namespace, name.text)) continue;
      const place = namespace === '' ? '' : `${subject.shownNamespace}/`;
      const message = `nothing defines the ${subject.said(ref.at('kind'), kind)} ${place}${subject.said(name)}`;
      yield { subject, at: name, message };
    }
  }
}

/** Without its store, an ExternalSecret makes no Secret. */
export const missingStore: Rule = {
  about: 'objects',
  code: 'missing-store',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Correct the kind and name of the store, or add it.',
};
