import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

const kind = 'HelmRelease.helm.toolkit.fluxcd.io';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const subject of cluster.ofKind(kind)) {
    for (const dependency of subject.field('spec').items('dependsOn')) {
      const name = dependency.at('name');
      const namespace = dependency.at('namespace');
      const place = namespace.text ?? subject.id.namespace;
      if (name.text === undefined || cluster.mayHave(kind, place, name.text)) continue;
      const said = namespace.text === undefined ? subject.shownNamespace : subject.said(namespace);
      const message = `it waits for ${said}/${subject.said(name)}, which nothing applies`;
      yield { subject, at: name, message };
    }
  }
}

/** helm-controller installs nothing before its dependencies are Ready. */
export const missingRelease: Rule = {
  about: 'objects',
  code: 'missing-release',
  level: 'error',
  set: 'references',
  check,
  remedy:
    'Name a HelmRelease, with its namespace where that is another; a Kustomization cannot be waited for.',
};
