import type { EnvironmentName } from '../constructs/index.ts';
import type { SynthesizedCluster, TreeChanges } from '../synth/index.ts';

/** Which part of a fleet's files a branch publishes. */
export interface Share {
  /** Names of the clusters of which it publishes anything. */
  readonly clusters: readonly string[];
  /** Whether it publishes everything, so that what the fleet no longer has is its to remove. */
  readonly isWhole: boolean;
  /** Whether a file, or one that was published before, is its to write or remove. */
  includes(file: string): boolean;
}

/**
 * The files of some environments. An app's directory is its own environment's, all else of a cluster
 * (what says which apps there are, and so the removal of one) is the cluster's.
 *
 * @param environments undefined where a branch publishes all
 * @param isFleet whether the clusters are all that the fleet has
 */
export function shareOf(
  clusters: readonly SynthesizedCluster[],
  environments: readonly EnvironmentName[] | undefined,
  isFleet: boolean,
): Share {
  const isIn = (name: EnvironmentName): boolean => environments?.includes(name) ?? true;
  const apps = new Map<string, boolean>();
  const frames = new Map<string, boolean>();
  for (const { cluster, apps: all } of clusters) {
    frames.set(cluster.node.id, isIn(cluster.environment.name));
    for (const { app, directory } of all) apps.set(directory, isIn(app.environment.name));
  }
  const chosen = clusters.filter(
    ({ cluster, apps: all }) =>
      frames.get(cluster.node.id) === true || all.some((each) => apps.get(each.directory) === true),
  );
  return {
    clusters: chosen.map(({ cluster }) => cluster.node.id),
    isWhole: isFleet && [...apps.values(), ...frames.values()].every(Boolean),
    includes: (file) => {
      for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
        const isApps = apps.get(file.slice(0, end));
        if (isApps !== undefined) return isApps;
      }
      const [, cluster = ''] = /^clusters\/([^/]+)\//.exec(file) ?? [];
      return frames.get(cluster) ?? environments === undefined;
    },
  };
}

/** Changes without those that are not a branch's to make. */
export function within(share: Share, changes: TreeChanges): TreeChanges {
  const includes = (file: string): boolean => share.includes(file);
  return {
    writes: new Map([...changes.writes].filter(([file]) => includes(file))),
    deletes: changes.deletes.filter(includes),
    unchanged: changes.unchanged.filter(includes),
    foreign: changes.foreign.filter(includes),
    tree: changes.tree,
  };
}
