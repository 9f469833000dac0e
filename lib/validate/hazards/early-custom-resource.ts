import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** The kind that a CRD defines. */
function definedKind(crd: Subject): string {
  const spec = crd.field('spec');
  return `${spec.at('names', 'kind').text ?? ''}.${spec.at('group').text ?? ''}`;
}

function* check(cluster: Subjects): Generator<Complaint> {
  const crds = cluster.ofKind('CustomResourceDefinition.apiextensions.k8s.io');
  const installed = new Map<string, Subject[]>();
  for (const crd of crds) {
    const kind = definedKind(crd);
    installed.set(kind, [...(installed.get(kind) ?? []), crd]);
  }
  for (const subject of cluster.all) {
    const definitions = installed.get(subject.kind) ?? [];
    if (definitions.length === 0 || subject.owner.kind !== 'Kustomization') continue;
    const isBeside = ({ owner }: Subject): boolean =>
      owner.kind === 'HelmRelease' &&
      owner.subject?.owner.kind === 'Kustomization' &&
      owner.subject.owner.id === subject.owner.id;
    if (!definitions.every(isBeside)) continue;
    const release = definitions[0]?.owner.subject;
    const message = `its kind comes with ${release?.name ?? 'a HelmRelease'}, which the same Kustomization applies`;
    yield { subject, message };
  }
}

/**
 * The dry run of the custom resource fails as long as its kind is unknown, so that nothing of the
 * Kustomization is applied, and the release that would bring the kind neither.
 */
export const earlyCustomResource: Rule = {
  about: 'objects',
  code: 'early-custom-resource',
  level: 'error',
  set: 'flux',
  check,
  remedy:
    'Put it into a Kustomization of its own that depends on that of the release, with wait: true there.',
};
