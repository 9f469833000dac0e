import type { Field } from '../field.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';
import { missingSources } from './value-sources.ts';

const kinds = [
  ...['GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'].map((each) => `${each}.source`),
  ...['Provider', 'Receiver'].map((each) => `${each}.notification`),
  ...['ImageRepository.image', 'Kustomization.kustomize', 'HelmRelease.helm'],
].map((kind) => `${kind}.toolkit.fluxcd.io`);

/**
 * Where objects of Flux name Secrets in their own namespace. The key for decryption is not among
 * them: it cannot be in the tree.
 */
const places = [
  ...[['secretRef'], ['certSecretRef'], ['proxySecretRef'], ['verify', 'secretRef']],
  ...[
    ['kubeConfig', 'secretRef'],
    ['chart', 'spec', 'verify', 'secretRef'],
  ],
];

function isRootSource({ id }: Subject, { rootSource }: Subjects): boolean {
  return rootSource === `${id.kind}/${id.namespace}/${id.name}`;
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(...kinds)) {
    // Whoever bootstraps Flux brings the key to the tree itself.
    if (isRootSource(subject, cluster)) continue;
    const told = new Set<string>();
    const say = (name: Field, more = ''): Complaint => {
      const said = `${subject.shownNamespace}/${subject.said(name)}`;
      const message = `it needs the Secret ${said}, which nothing defines${more}`;
      return { subject, at: name, message };
    };
    for (const place of places) {
      const name = subject.field('spec', ...place, 'name');
      if (name.text === undefined || told.has(name.text)) continue;
      if (cluster.mayHave('Secret', subject.id.namespace, name.text, subject)) continue;
      told.add(name.text);
      yield say(name);
    }
    for (const name of missingSources(subject, 'Secret', cluster)) {
      yield say(name, ', so that what it applies is not judged here');
    }
  }
}

/** A source without its credentials is not fetched, and nothing is applied without its values. */
export const missingCredentials: Rule = {
  about: 'objects',
  code: 'missing-credentials',
  level: 'warning',
  set: 'references',
  replaces: ['substitution-failed', 'unknown-values'],
  check,
  remedy:
    'Add the Secret as a SOPS file or an ExternalSecret, or suppress this where somebody makes it by hand.',
};
