import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

const kinds = [
  ...['GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'].map((each) => `${each}.source`),
  ...['Provider', 'Receiver'].map((each) => `${each}.notification`),
  'ImageRepository.image',
].map((kind) => `${kind}.toolkit.fluxcd.io`);

/** Where objects of Flux name Secrets in their own namespace. */
const places = [['secretRef'], ['certSecretRef'], ['proxySecretRef'], ['verify', 'secretRef']];

function isRootSource({ id }: Subject, { rootSource }: Subjects): boolean {
  return rootSource === `${id.kind}/${id.namespace}/${id.name}`;
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(...kinds)) {
    // Whoever bootstraps Flux brings the key to the tree itself.
    if (isRootSource(subject, cluster)) continue;
    const told = new Set<string>();
    for (const place of places) {
      const name: Field = subject.field('spec', ...place, 'name');
      if (name.text === undefined || told.has(name.text)) continue;
      if (cluster.mayHave('Secret', subject.id.namespace, name.text)) continue;
      told.add(name.text);
      const said = `${subject.shownNamespace}/${subject.said(name)}`;
      yield { subject, at: name, message: `it needs the Secret ${said}, which nothing defines` };
    }
  }
}

/** A source without its credentials is not fetched. Secrets are often made by hand: no error. */
export const missingCredentials: Rule = {
  about: 'objects',
  code: 'missing-credentials',
  level: 'warning',
  set: 'references',
  check,
  remedy:
    'Add the Secret as a SOPS file or an ExternalSecret, or suppress this where somebody makes it by hand.',
};
