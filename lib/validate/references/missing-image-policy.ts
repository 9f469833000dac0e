import { markersOf } from '../markers.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

function* check(cluster: Subjects): Generator<Complaint> {
  for (const { subject, place, policy } of markersOf(cluster)) {
    const [namespace = '', name = ''] = policy.split(':');
    if (cluster.mayHave('ImagePolicy.image.toolkit.fluxcd.io', namespace, name)) continue;
    const message = `its marker names the ImagePolicy ${namespace}/${name}, which nothing defines`;
    yield { subject, place, message };
  }
}

/** image-automation-controller passes over a marker whose policy it does not find. */
export const missingImagePolicy: Rule = {
  about: 'objects',
  code: 'missing-image-policy',
  level: 'error',
  set: 'references',
  check,
  remedy: 'Write the marker as {"$imagepolicy": "<namespace>:<name>"} of an ImagePolicy.',
};
