import { type Diagnostic, errorAt, type FileTree, plural } from '../core/index.ts';
import { type ExistingTree, type TreeChanges, treeChanges } from '../synth/index.ts';
import { type Share, within } from './environments.ts';
import { formatOrigin, type Origin } from './origin.ts';

/** What is to be published. */
export interface PublishRequest {
  readonly tree: FileTree;
  readonly origin: Origin;
  readonly share: Share;
  /** Whether another branch of the program publishes any of the same environments. */
  isRival(branch: string): boolean;
  /** The first paragraph of the commit message, where a person says it. */
  readonly message?: string | undefined;
  /** The most files that a commit may remove. */
  readonly maxDeletions: number;
}

/** What a commit would change, and its message; without changes there is to be none. */
export interface Published {
  readonly changes: TreeChanges;
  readonly message: string;
}

/** Says what a commit on top of the branch's files is to be, or why there must be none. */
export function publicationOf(
  existing: ExistingTree,
  { tree, origin, share, message, maxDeletions }: PublishRequest,
): Published | { readonly refusals: readonly Diagnostic[] } {
  const all = treeChanges(existing, tree, share.isWhole ? undefined : share.clusters);
  const changes = within(share, all);
  const refusals = changes.foreign.map((file) =>
    errorAt('foreign-file', { file }, `${file} is on the branch, and Sluice did not write it`, {
      hint: 'Move it, or delete it there if it is not needed.',
    }),
  );
  if (changes.deletes.length > maxDeletions) refusals.push(massDeletion(changes, maxDeletions));
  if (refusals.length > 0) return { refusals };
  return { changes, message: messageOf(changes, origin, message) };
}

function massDeletion({ deletes }: TreeChanges, limit: number): Diagnostic {
  const folders = [...new Set(deletes.map((file) => file.slice(0, file.lastIndexOf('/'))))];
  const [first = '', ...others] = folders;
  const more = others.length > 0 ? ` and ${plural(others.length, 'other folder')}` : '';
  return errorAt(
    'mass-deletion',
    {},
    `it would remove ${plural(deletes.length, 'file')}, of ${first}${more}: more than ${String(limit)}`,
    { hint: `If that is meant, allow it: --max-deletions ${String(deletes.length)}` },
  );
}

function messageOf(changes: TreeChanges, origin: Origin, subject: string | undefined): string {
  const { writes, deletes } = changes;
  const clusters = origin.clusters.join(', ');
  const short = origin.revision.slice(0, 12);
  const counts = [
    ...(writes.size > 0 ? [`${plural(writes.size, 'file')} written`] : []),
    ...(deletes.length > 0 ? [`${plural(deletes.length, 'file')} removed`] : []),
  ].join(', ');
  const first = subject ?? `Publish ${clusters} from ${short}`;
  return `${first}\n\n${counts}.\n\n${formatOrigin(origin)}\n`;
}
