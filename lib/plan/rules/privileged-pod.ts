import { isMap, listAt, textAt, valueAt } from '../../kubernetes/index.ts';
import type { Described } from '../describe.ts';
import { containersOf, isApplied, podSpecOf } from './about.ts';
import type { Rule } from './rule.ts';

/** What opens the node to a pod (Pod Security Standards, baseline). */
function openings(spec: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (valueAt(spec, field) === true) found.add(field);
  }
  for (const volume of listAt(spec, 'volumes')) {
    const path = textAt(volume, 'hostPath', 'path');
    if (isMap(volume) && path !== undefined) found.add(`hostPath ${path}`);
  }
  for (const container of containersOf(spec)) {
    const context = valueAt(container, 'securityContext');
    if (valueAt(context, 'privileged') === true) found.add('privileged');
    for (const each of listAt(context, 'capabilities', 'add')) {
      if (typeof each === 'string') found.add(`capability ${each}`);
    }
  }
  return found;
}

function gained({ before, after }: Described): readonly string[] {
  const known = openings(podSpecOf(before));
  return [...openings(podSpecOf(after))].filter((each) => !known.has(each));
}

/** Pods that can reach their node. */
export const privilegedPod: Rule = {
  code: 'privileged-pod',
  level: 'caution',
  matches: (change) => isApplied(change) && gained(change).length > 0,
  explain: (change) => `its pods get ${gained(change).join(', ')}`,
  remedy: 'Give the pods only the capabilities and volumes that they need.',
};
