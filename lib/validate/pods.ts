/** What runs: the pods that objects make. */
import { type Field } from './field.ts';
import type { Subject } from './subject.ts';

/** A pod as an object describes it. */
export interface PodTemplate {
  readonly subject: Subject;
  /** The spec of the pod. */
  readonly spec: Field;
  readonly labels: Readonly<Record<string, string>>;
}

const places: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  'Deployment.apps': ['spec', 'template'],
  'StatefulSet.apps': ['spec', 'template'],
  'DaemonSet.apps': ['spec', 'template'],
  'ReplicaSet.apps': ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  'Job.batch': ['spec', 'template'],
  'CronJob.batch': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The pods that an object makes; undefined where it makes none. */
export function podTemplateOf(subject: Subject): PodTemplate | undefined {
  const place = Object.hasOwn(places, subject.kind) ? places[subject.kind] : undefined;
  if (place === undefined) return undefined;
  const template = subject.field(...place);
  const labels = template.at('metadata', 'labels').value ?? {};
  return { subject, spec: template.at('spec'), labels: labels as Record<string, string> };
}

/** The containers of a pod, those that run first included. */
export function containersOf({ spec }: PodTemplate): readonly Field[] {
  return [...spec.items('initContainers'), ...spec.items('containers')];
}
