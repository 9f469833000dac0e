import type { Field } from './field.ts';
import type { PodTemplate } from './pods.ts';
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether something matches labels. */
export type Matcher = (labels: Labels) => boolean;

/** Labels that controllers add to the pods that they make. */
const added = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** Matches labels that have all that a map of labels asks for; an empty map asks for nothing. */
export function labelMatcher(wanted: Field): Matcher {
  const entries = wanted
    .entries()
    .filter(([key]) => !added.has(key))
    .map(([key, { value }]) => [key, value] as const);
  return (labels) => entries.every(([key, value]) => labels[key] === value);
}

/** Matches what a LabelSelector does; an empty one matches all. */
export function selectorMatcher(selector: Field): Matcher {
  const hasLabels = labelMatcher(selector.at('matchLabels'));
  const expressions = selector.items('matchExpressions').map(expressionMatcher);
  return (labels) => hasLabels(labels) && expressions.every((matches) => matches(labels));
}

function expressionMatcher(expression: Field): Matcher {
  const key = expression.at('key').text ?? '';
  const values = new Set(expression.items('values').map((each) => each.value));
  const valueOf = (labels: Labels): string | undefined =>
    Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (added.has(key)) return () => true;
  const isAmong = (labels: Labels): boolean => values.has(valueOf(labels));
  switch (expression.at('operator').value) {
    case 'In':
      return isAmong;
    case 'NotIn':
      return (labels) => !isAmong(labels);
    case 'Exists':
      return (labels) => valueOf(labels) !== undefined;
    case 'DoesNotExist':
      return (labels) => valueOf(labels) === undefined;
    default:
      // The API server refuses what is none of these.
      return () => true;
  }
}

/** Whether a selector asks for nothing. */
export function isEmptySelector(selector: Field): boolean {
  return (
    selector.entries('matchLabels').length === 0 && selector.items('matchExpressions').length === 0
  );
}

/** The pods that objects of a kind select in their namespaces, by a LabelSelector or a map of labels. */
export function selectedPods(
  cluster: Subjects,
  kind: string,
  matcherOf: (subject: Subject) => Matcher | undefined,
): ReadonlySet<PodTemplate> {
  return new Set(
    cluster.ofKind(kind).flatMap((subject) => {
      const matches = matcherOf(subject);
      const pods = cluster.podsIn(subject.id.namespace);
      return matches ? pods.filter(({ labels }) => matches(labels)) : [];
    }),
  );
}
