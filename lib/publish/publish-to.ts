import { type Diagnostic, DiagnosticError, errorAt, plural } from '../core/index.ts';
import type { Tree } from '../reconcile/index.ts';
import { existingIn } from './existing.ts';
import type { Origin } from './origin.ts';
import { publicationOf, type Published, type PublishRequest } from './publication.ts';

/** What stands at a destination. */
export interface Tip {
  /** What names it there: a commit, or the digest of an artifact. Empty where nothing stands yet. */
  readonly id: string;
  readonly tree: Tree;
}

/** Where clusters read manifests: a branch of a Git repository, or a tag of an OCI repository. */
export interface Destination {
  tip(): Promise<Tip>;
  /** What was published up to the tip that was last asked for, the newest first. */
  origins(): AsyncIterable<Origin> | Iterable<Origin>;
  /**
   * Puts changes on top of a tip, all or none.
   *
   * @returns what names the result, or why it must be made anew: somebody else came first
   * @throws DiagnosticError where it is refused
   */
  put(tip: Tip, published: Published, origin: Origin): Promise<string | Late>;
}

/** Why a publication must be made anew. */
export interface Late {
  readonly late: string;
}

/** What publishing asks of the rest of the world. */
export interface PublishPorts {
  /**
   * Whether a commit of the program is another one or before it; undefined where that cannot be told.
   */
  isBefore(older: string, newer: string): Promise<boolean | undefined>;
  /** Waits, longer with each attempt, and never as long as others. */
  pause(attempt: number): Promise<void>;
}

/** What was published; without an id, nothing had changed. */
export interface PublishResult extends Published {
  readonly id: string | undefined;
}

/** How often a publication is made anew because others came first. */
const attempts = 20;

/** Brings a destination up to date, on top of whatever others put there meanwhile. */
export async function publishTo(
  destination: Destination,
  request: PublishRequest,
  ports: PublishPorts,
): Promise<PublishResult> {
  let reason = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const tip = await destination.tip();
    await checkNothingNewer(destination, request, ports);
    const published = publicationOf(existingIn(tip.tree), request);
    if ('refusals' in published) throw new DiagnosticError(published.refusals);
    const { writes, deletes } = published.changes;
    if (writes.size === 0 && deletes.length === 0) return { ...published, id: undefined };
    const put = await destination.put(tip, published, request.origin);
    if (typeof put === 'string') return { ...published, id: put };
    reason = put.late;
    await ports.pause(attempt);
  }
  const message = `others came first ${plural(attempts, 'time')}: ${reason}`;
  const hint = 'Nothing was published. Run it again.';
  throw new DiagnosticError([errorAt('publish-failed', {}, message, { hint })]);
}

/**
 * What was published last of each cluster must not be newer than what is to be. A branch may leave what
 * another one brought, as when a feature is tried, but not take it for something older.
 */
async function checkNothingNewer(
  destination: Destination,
  request: PublishRequest,
  ports: PublishPorts,
): Promise<void> {
  const { revision, branch, clusters } = request.origin;
  /** Clusters of which nothing was found yet, by branch. */
  const left = new Map<string, Set<string>>();
  for await (const last of destination.origins()) {
    const isOwn = last.branch === branch;
    if (!isOwn && !request.isRival(last.branch)) continue;
    const due = left.get(last.branch) ?? new Set(clusters);
    left.set(last.branch, due);
    if (last.clusters.filter((each) => due.delete(each)).length === 0) continue;
    if (isOwn) {
      const isNewer = await ports.isBefore(last.revision, revision);
      if (isNewer !== true) throw new DiagnosticError([notNewer(last, isNewer)]);
      if (due.size === 0) return;
    } else if (
      last.revision !== revision &&
      (await ports.isBefore(revision, last.revision)) === true
    ) {
      throw new DiagnosticError([notNewer(last, false)]);
    }
  }
}

function notNewer({ revision }: Origin, isBefore: false | undefined): Diagnostic {
  const short = revision.slice(0, 12);
  if (isBefore === undefined) {
    const hint = 'Fetch its history: git fetch --unshallow, or fetch-depth: 0 in GitHub Actions.';
    const message = `${short} is published, which this checkout of the program does not have`;
    return errorAt('stale-program', {}, message, { hint });
  }
  const hint = 'Pull first. To go back, revert the commit in the program: git revert.';
  return errorAt('stale-program', {}, `${short} is published, and is not before this commit`, {
    hint,
  });
}
