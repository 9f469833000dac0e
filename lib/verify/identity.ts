import type { LiveIdentity } from './live-evidence.ts';

/** The name of a cluster, by what it says of itself; undefined where it says nothing. */
export function whichCluster({ name, path }: LiveIdentity): string | undefined {
  return name ?? /(?:^|\/)clusters\/([^/]+)(?:\/|$)/.exec(path ?? '')?.[1];
}
