import type { LiveIdentity } from './live-evidence.ts';

/** Where bootstrap keeps in a cluster which of the program's clusters it is: `data.name`. */
export const identityObject = { namespace: 'flux-system', name: 'sluice-cluster' } as const;

/** The name of a cluster, by what it says of itself; undefined where it says nothing. */
export function whichCluster({ name, path }: LiveIdentity): string | undefined {
  return name ?? /(?:^|\/)clusters\/([^/]+)(?:\/|$)/.exec(path ?? '')?.[1];
}
