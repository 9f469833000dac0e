import type { PodTemplate } from '../pods.ts';
import type { Subjects } from '../subjects.ts';

/** Kinds whose pods stay; those of Jobs end. */
const lasting = new Set(['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps']);

/** What runs until somebody ends it. */
export function lastingPods(cluster: Subjects): readonly PodTemplate[] {
  return cluster.pods.filter(({ subject }) => lasting.has(subject.kind));
}
