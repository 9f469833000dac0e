import type { AppliedKustomization } from '../applied.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

/** What takes time to be well; all else is as soon as it is applied, or Flux waits for it anyway. */
const slow = new Set([
  'DaemonSet.apps',
  'Deployment.apps',
  'HelmRelease.helm.toolkit.fluxcd.io',
  'Job.batch',
  'Kustomization.kustomize.toolkit.fluxcd.io',
  'StatefulSet.apps',
]);

function provesHealth({ spec }: AppliedKustomization): boolean {
  return spec.wait === true || (spec.healthChecks ?? []).length > 0;
}

function* check({ kustomizations }: Subjects): Generator<Complaint> {
  const byId = new Map(kustomizations.map((each) => [each.id, each]));
  for (const { subject, dependsOn } of kustomizations) {
    if (subject === undefined) continue;
    const references = subject.field('spec').items('dependsOn');
    for (const [index, id] of dependsOn.entries()) {
      const dependency = byId.get(id);
      const reference = references[index];
      if (dependency === undefined || reference?.at('readyExpr').exists !== false) continue;
      if (provesHealth(dependency) || !dependency.objects.some(({ kind }) => slow.has(kind)))
        continue;
      const what = dependency.subject?.name ?? `Kustomization ${id}`;
      const message = `${what} is Ready as soon as it is applied, and not when what it applies is`;
      yield { subject, at: reference.at('name'), message };
    }
  }
}

/** Without wait or healthChecks, Ready means only applied. */
export const unprovenDependency: Rule = {
  about: 'objects',
  code: 'unproven-dependency',
  level: 'warning',
  set: 'flux',
  check,
  remedy: 'Give the Kustomization that is waited for wait: true or healthChecks.',
};
