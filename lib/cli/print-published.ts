import { plural } from '../core/index.ts';
import type { Origin, PublishResult } from '../publish/index.ts';
import type { Target } from './publish-target.ts';

/** Says what was published, and where. */
export function printPublished(
  { id, changes }: PublishResult,
  { name, isArtifact }: Target,
  origin: Origin,
  { json }: { readonly json?: true },
): void {
  const { writes, deletes } = changes;
  if (json === true) {
    const status = id === undefined ? 'unchanged' : 'published';
    const place = isArtifact ? { digest: id, artifact: name } : { commit: id, branch: name };
    const files = { written: [...writes.keys()].sort(), removed: deletes };
    console.log(
      JSON.stringify({ version: 1, status, ...place, source: origin, ...files }, null, 2),
    );
    return;
  }
  const clusters = origin.clusters.join(', ');
  if (id === undefined) {
    const done = isArtifact ? 'pushed' : 'committed';
    console.log(`${clusters}: nothing changed, so nothing is ${done} to ${name}`);
    return;
  }
  const counts = [
    ...(writes.size > 0 ? [`${plural(writes.size, 'file')} written`] : []),
    ...(deletes.length > 0 ? [`${plural(deletes.length, 'file')} removed`] : []),
  ].join(', ');
  console.log(`${clusters}: ${counts}`);
  const short = isArtifact ? id.slice(0, 'sha256:'.length + 12) : id.slice(0, 12);
  console.log(`→ ${name} ${short}, from ${origin.branch} ${origin.revision.slice(0, 12)}`);
}
