import type { Field } from '../field.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** The ConfigMaps and Secrets of its namespace that a HelmRelease or a Kustomization cannot do without. */
export function valueSources(subject: Subject, cluster: Subjects): readonly Field[] {
  if (isBlocked(subject, cluster)) return [];
  const spec = subject.field('spec');
  return [...spec.items('valuesFrom'), ...spec.items('postBuild', 'substituteFrom')].filter(
    (each) => each.at('optional').value !== true,
  );
}

/** Whether a Kustomization waits for one of which it is not known what it would bring. */
function isBlocked(subject: Subject, cluster: Subjects): boolean {
  const { kustomizations } = cluster;
  const byId = cluster.once(
    isBlocked,
    () => new Map(kustomizations.map((each) => [each.id, each])),
  );
  const { namespace, name } = subject.id;
  const dependsOn =
    subject.id.kind === 'Kustomization' ? byId.get(`${namespace}/${name}`)?.dependsOn : [];
  return (dependsOn ?? []).some((id) => ['waiting', 'failed'].includes(byId.get(id)?.status ?? ''));
}
