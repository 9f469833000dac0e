import { containersOf } from '../pods.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

/** Names of tags that are moved to each new image. */
const moving =
  /^(?:latest|main|master|edge|nightly|stable|dev(?:elop(?:ment)?)?|canary|rolling|release)$/;

/** Why an image can be another one tomorrow; undefined where it cannot. */
function problemOf(image: string): 'no tag' | 'a tag that moves' | undefined {
  if (image.includes('@')) return undefined;
  const [, tag] = /:([^:/]+)$/.exec(image) ?? [];
  if (tag === undefined) return 'no tag';
  return moving.test(tag) ? 'a tag that moves' : undefined;
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const pod of cluster.pods) {
    for (const container of containersOf(pod)) {
      const at = container.at('image');
      const problem = at.text === undefined ? undefined : problemOf(at.text);
      if (problem === undefined) continue;
      yield { subject: pod.subject, at, message: `its image has ${problem}` };
    }
  }
}

/** Two pods of one Deployment can run two programs, and no commit says when that changed. */
export const mutableImage: Rule = {
  about: 'objects',
  code: 'mutable-image',
  level: 'warning',
  set: 'practice',
  check,
  remedy: 'Name a version or a digest.',
};
