import { markersOf, type Marker } from '../markers.ts';
import type { Complaint, Rule } from '../rule.ts';
import type { Subjects } from '../subjects.ts';

/** What is wrong with where a marker stands. */
function problemOf({ policy, key }: Marker): string | undefined {
  const part = policy.split(':')[2];
  const isTag = /^(?:tag|newTag)$/i.test(key);
  if (isTag && part === undefined) {
    return 'its marker writes a whole image where only a tag belongs';
  }
  const isImage = key === 'image';
  return isImage && part === 'tag'
    ? 'its marker writes only a tag where a whole image belongs'
    : undefined;
}

function* check(cluster: Subjects): Generator<Complaint> {
  for (const marker of markersOf(cluster)) {
    const message = problemOf(marker);
    if (message !== undefined) yield { subject: marker.subject, place: marker.place, message };
  }
}

/** image-automation-controller writes what the marker says, whatever stands there. */
export const misplacedMarker: Rule = {
  about: 'objects',
  code: 'misplaced-marker',
  level: 'error',
  set: 'flux',
  check,
  remedy: 'End the marker in :tag where a tag stands alone; leave it out at image: name:tag.',
};
