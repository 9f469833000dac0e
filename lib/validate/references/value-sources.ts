import type { Field } from '../field.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

/** The names of ConfigMaps or Secrets without which a HelmRelease or a Kustomization has no values. */
export function missingSources(
  subject: Subject,
  kind: 'ConfigMap' | 'Secret',
  cluster: Subjects,
): readonly Field[] {
  const { namespace } = subject.id;
  const spec = subject.field('spec');
  const missing = (sources: readonly Field[], mayHave: (name: string) => boolean): Field[] =>
    sources
      .filter((each) => each.at('kind').value === kind && each.at('optional').value !== true)
      .map((each) => each.at('name'))
      .filter(({ text }) => text !== undefined && !mayHave(text));
  if (subject.id.kind === 'HelmRelease') {
    return missing(spec.items('valuesFrom'), (name) =>
      cluster.mayHave(kind, namespace, name, subject),
    );
  }
  if (!isFailing(subject, cluster)) return [];
  return missing(
    spec.items('postBuild', 'substituteFrom'),
    (name) =>
      cluster.find(kind, namespace, name) !== undefined || cluster.isMade(kind, namespace, name),
  );
}

/** Whether a Kustomization fails by itself, as it does without its variables. */
function isFailing({ id: { namespace, name } }: Subject, cluster: Subjects): boolean {
  const byId = cluster.once(
    isFailing,
    () => new Map(cluster.kustomizations.map((each) => [each.id, each])),
  );
  const own = byId.get(`${namespace}/${name}`);
  // What would come from one that fails is not known.
  const isKnown = (id: string): boolean => ![undefined, 'failed'].includes(byId.get(id)?.status);
  return own?.status === 'failed' && own.dependsOn.every(isKnown);
}
