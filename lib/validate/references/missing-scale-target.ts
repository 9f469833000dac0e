import { groupOf } from '../../kubernetes/index.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';
import { isChosen } from './named.ts';

const places: Readonly<Record<string, string>> = {
  'HorizontalPodAutoscaler.autoscaling': 'scaleTargetRef',
  'VerticalPodAutoscaler.autoscaling.k8s.io': 'targetRef',
  'ScaledObject.keda.sh': 'scaleTargetRef',
};

function* check(cluster: Subjects): Generator<Complaint> {
  for (const [kind, place] of Object.entries(places)) {
    for (const subject of cluster.ofKind(kind)) {
      const ref = subject.field('spec', place);
      const name = ref.at('name');
      // KEDA takes a Deployment where nothing is said.
      const target = ref.at('kind').text ?? 'Deployment';
      const group = groupOf(ref.at('apiVersion').text ?? 'apps/v1');
      const key = group === '' ? target : `${target}.${group}`;
      if (name.text === undefined || !isChosen(subject, name.text, cluster)) continue;
      if (cluster.mayHave(key, subject.id.namespace, name.text)) continue;
      const said = `${subject.shownNamespace}/${subject.said(name)}`;
      yield {
        subject,
        at: name,
        message: `nothing defines the ${subject.said(ref.at('kind'), target)} ${said} that it scales`,
      };
    }
  }
}

/** An autoscaler without target does nothing, and says so only in its status. */
export const missingScaleTarget: Rule = {
  about: 'objects',
  code: 'missing-scale-target',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Name a workload of the same namespace, with its kind and apiVersion.',
};
