import type { AppliedRelease } from '../applied.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

const kind = 'CustomResourceDefinition.apiextensions.k8s.io';

function namesOf(crds: readonly Subject[]): ReadonlySet<string> {
  return new Set(crds.map(({ id }) => id.name));
}

/** What is wrong with where a release has its CRDs from. */
function problemOf(release: AppliedRelease, applied: ReadonlySet<string>): string | undefined {
  const { crds, objects, crdPolicy } = release;
  const policies = [crdPolicy.install, crdPolicy.upgrade];
  const installed = namesOf(policies[0] === 'Skip' ? [] : crds);
  const templated = objects.filter((each) => each.kind === kind);
  const twice = templated.find(({ id }) => installed.has(id.name));
  if (twice !== undefined) {
    return `its chart has the ${twice.name} in crds/ and among its templates: Helm refuses the second`;
  }
  // One that is only created where it is missing disturbs nobody.
  const replaced = policies.includes('CreateReplace') ? crds : [];
  const shared = [...templated, ...replaced].find(({ id }) => applied.has(id.name));
  return shared && `a Kustomization applies the ${shared.name}, which it installs too`;
}

function* check(cluster: Subjects): Generator<Complaint> {
  const crds = cluster.ofKind(kind);
  const applied = namesOf(crds.filter(({ owner }) => owner.kind === 'Kustomization'));
  for (const release of cluster.releases) {
    const message = problemOf(release, applied);
    if (release.subject !== undefined && message !== undefined) {
      yield { subject: release.subject, message };
    }
  }
}

/** Helm refuses what it does not own, and what is replaced by turns is never at rest. */
export const crdsFromTwo: Rule = {
  about: 'objects',
  code: 'crds-from-two',
  level: 'error',
  set: 'flux',
  check,
  remedy:
    'Have the CRDs of one place: set crds: Skip, or turn them off in the values of the chart.',
};
