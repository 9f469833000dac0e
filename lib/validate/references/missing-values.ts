import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';
import { missingSources } from './value-sources.ts';

const kinds = ['HelmRelease.helm', 'Kustomization.kustomize'].map(
  (kind) => `${kind}.toolkit.fluxcd.io`,
);

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(...kinds)) {
    for (const name of missingSources(subject, 'ConfigMap', cluster)) {
      const said = `${subject.shownNamespace}/${subject.said(name)}`;
      const message = `its values come from the ConfigMap ${said}, which nothing defines`;
      yield { subject, at: name, message };
    }
  }
}

/** Flux installs and applies nothing before it is there. */
export const missingValues: Rule = {
  about: 'objects',
  code: 'missing-values',
  level: 'error',
  set: 'references',
  replaces: ['substitution-failed', 'unknown-values'],
  check,
  remedy: 'Add the ConfigMap to the namespace of what names it, or mark the reference optional.',
};
