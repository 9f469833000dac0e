import { fluxAnnotations, inventoryId } from '../../flux/index.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Subjects } from '../subjects.ts';

const flux = 'Kustomization.kustomize.toolkit.fluxcd.io';

/** Whether an object says that it leaves what others own. */
function shares({ manifest }: Subject): boolean {
  const annotations = manifest.metadata.annotations ?? {};
  if (annotations[fluxAnnotations.reconcile] === 'disabled') return true;
  return ['Merge', 'IfNotPresent', 'Ignore'].includes(annotations[fluxAnnotations.apply] ?? '');
}

function* check(cluster: Subjects): Generator<Complaint> {
  const seen = new Map<string, Subject>();
  for (const subject of cluster.all) {
    // Another rule speaks of CRDs of charts, and the offline Flux of Kustomizations.
    if (subject.kind === flux || subject.owner.kind !== 'Kustomization') continue;
    const key = inventoryId(subject.id);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, subject);
    else if (first.owner.id !== subject.owner.id && !shares(first) && !shares(subject)) {
      const message = `${first.owner.shownId} and ${subject.owner.shownId} both apply it`;
      yield { subject, message };
    }
  }
}

/** Both apply it in turn, and removing it from one can delete it (kustomize-controller#1724). */
export const sharedObject: Rule = {
  about: 'objects',
  code: 'shared-object',
  level: 'error',
  set: 'flux',
  check,
  remedy: 'Leave it to one of the Kustomizations.',
};
