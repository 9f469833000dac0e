import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  const applied = new Set(
    cluster
      .ofKind('CustomResourceDefinition.apiextensions.k8s.io')
      .filter(({ owner }) => owner.kind === 'Kustomization')
      .map(({ id }) => id.name),
  );
  for (const { subject, crds, objects, crdPolicy } of cluster.releases) {
    if (subject === undefined) continue;
    const own = crdPolicy.install === 'Skip' ? [] : crds;
    const inChart = new Set(own.map(({ id }) => id.name));
    const isCrd = ({ kind }: Subject): boolean =>
      kind === 'CustomResourceDefinition.apiextensions.k8s.io';
    const templated = objects.filter(isCrd).map(({ id }) => id.name);
    const [twice] = templated.filter((name) => inChart.has(name));
    const replaces = [crdPolicy.install, crdPolicy.upgrade].includes('CreateReplace');
    const [shared] = [...templated, ...(replaces ? inChart : [])].filter((name) =>
      applied.has(name),
    );
    if (twice !== undefined) {
      const message = `its chart has the CRD ${twice} in crds/ and among its templates: Helm refuses the second`;
      yield { subject, message };
    } else if (shared !== undefined) {
      yield {
        subject,
        message: `a Kustomization applies the CRD ${shared}, which it installs too`,
      };
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
