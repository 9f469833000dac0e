/** What a published commit was made from. */
export interface Origin {
  /** The commit of the program's repository. */
  readonly revision: string;
  /** The branch of the program's repository. */
  readonly branch: string;
  /** The clusters whose files it brought up to date. */
  readonly clusters: readonly string[];
}

const keys = {
  revision: 'Sluice-Revision',
  branch: 'Sluice-Branch',
  clusters: 'Sluice-Clusters',
} as const;

/** An origin as trailers of a commit message (git-interpret-trailers). */
export function formatOrigin({ revision, branch, clusters }: Origin): string {
  return [
    `${keys.revision}: ${revision}`,
    `${keys.branch}: ${branch}`,
    `${keys.clusters}: ${clusters.join(' ')}`,
  ].join('\n');
}

/** The origin that a commit message names; undefined where Sluice did not write it. */
export function originIn(message: string): Origin | undefined {
  // Trailers are the last paragraph: text of a person above them says nothing here.
  const paragraph =
    message
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? '';
  const find = (key: string): string | undefined =>
    paragraph
      .split('\n')
      .findLast((line) => line.startsWith(`${key}: `))
      ?.slice(key.length + 2);
  const [revision, branch] = [find(keys.revision), find(keys.branch)];
  if (revision === undefined || !isRevision(revision)) return undefined;
  if (branch === undefined) return undefined;
  return { revision, branch, clusters: (find(keys.clusters) ?? '').split(' ').filter(Boolean) };
}

function isRevision(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Where an artifact says what it was made from, cluster by cluster. */
const annotation = 'sluice.dev/origins';

/**
 * The origins that the annotations of an artifact name. An artifact has no history, so it holds those
 * of all clusters in it.
 */
export function originsIn(annotations: Readonly<Record<string, string>>): readonly Origin[] {
  const lines = (annotations[annotation] ?? '').split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    const [revision = '', branch = '', ...clusters] = line.split(' ');
    return isRevision(revision) && branch !== '' ? [{ revision, branch, clusters }] : [];
  });
}

/** The annotations of an artifact that brings some clusters up to date, and leaves others. */
export function annotateOrigins(origin: Origin, before: readonly Origin[]): Record<string, string> {
  const { branch, clusters } = origin;
  const others = before.flatMap((each) => {
    const left = each.clusters.filter((name) => each.branch !== branch || !clusters.includes(name));
    return left.length > 0 ? [{ ...each, clusters: left }] : [];
  });
  const lines = [origin, ...others].map((each) =>
    [each.revision, each.branch, ...each.clusters].join(' '),
  );
  return { [annotation]: lines.join('\n') };
}
