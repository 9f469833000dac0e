import { formatObject } from '../kubernetes/index.ts';
import {
  type ClusterState,
  type ReconciledKustomization,
  type ReconciledObject,
  shownId,
  type Status,
} from '../reconcile/index.ts';

/** A release or a ResourceSet of an app, and what it makes. */
export interface Maker {
  /** `HelmRelease demo/web`. */
  readonly object: string;
  readonly status: Status;
  /** Name and version of its chart, where known. */
  readonly chart?: string;
  readonly objects: readonly string[];
}

/** A Kustomization as people think of it: an app. */
export interface App {
  /** `<namespace>/<name>` of the Kustomization. */
  readonly id: string;
  readonly status: Status;
  /** The folder that it builds, relative to the root of its source. */
  readonly path: string;
  /** The apps that must be Ready first. */
  readonly after: readonly string[];
  /** In the order in which they are applied, each as `Kind namespace/name`. */
  readonly objects: readonly string[];
  readonly makers: readonly Maker[];
  /** What it applies that applies something itself. */
  readonly apps: readonly App[];
}

/** The apps of a cluster, below those that apply them; all names as they may be shown. */
export function appsOf(state: ClusterState): readonly App[] {
  const below = new Map<string | undefined, ReconciledKustomization[]>();
  for (const each of state.kustomizations) {
    // The root may apply itself.
    const parent = each.parent === each.id ? undefined : each.parent;
    below.set(parent, [...(below.get(parent) ?? []), each]);
  }
  const appOf = (each: ReconciledKustomization): App => {
    const { id, path, dependsOn } = each.shown ?? each;
    return {
      id,
      status: each.status,
      path,
      after: dependsOn,
      objects: namesOf(each.objects),
      makers: makersOf(each.id, state),
      apps: (below.get(each.id) ?? []).map(appOf),
    };
  };
  return (below.get(undefined) ?? []).map(appOf);
}

function makersOf(owner: string, { releases, resourceSets }: ClusterState): readonly Maker[] {
  return [
    ...releases
      .filter((each) => each.owner === owner)
      .map((each) => {
        const { id, chart } = each.shown ?? each;
        const known = chart && { chart: `${chart.name} ${chart.version}` };
        const objects = namesOf([...each.crds, ...each.objects]);
        return { object: `HelmRelease ${id}`, status: each.status, ...known, objects };
      }),
    ...resourceSets
      .filter((each) => each.owner === owner)
      .map(({ shown, id, status, objects }) => ({
        object: `ResourceSet ${(shown ?? { id }).id}`,
        status,
        objects: namesOf(objects),
      })),
  ];
}

function namesOf(objects: readonly ReconciledObject[]): readonly string[] {
  return objects.map((each) => formatObject(shownId(each)));
}
