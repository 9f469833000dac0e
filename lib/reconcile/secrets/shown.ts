import { isDeepStrictEqual } from 'node:util';
import { formatObject, type Manifest } from '../../kubernetes/index.ts';
import {
  type ClusterState,
  type ReconciledKustomization,
  type ReconciledObject,
  type ReconciledRelease,
  type ReconciledResourceSet,
  shownId,
} from '../state.ts';
import type { Walk } from '../walk.ts';
import { shownDiagnostics } from './diagnostics.ts';
import { pairObjects, pairWalks } from './pair.ts';

/** What following a tree gave. */
export interface Run {
  /** Undefined where the entry cannot be built. */
  readonly walk: Walk | undefined;
  readonly state: ClusterState;
}

/** What stands for what cannot be shown. */
const unknown = '(secret)';

/**
 * A state with what may be shown of it: what the same run without the values of Secrets made in the
 * place of each thing, and said in the place of each diagnostic.
 */
export function withShownForms(real: Run, shown: Run): ClusterState {
  const [walk, other] = [real.walk, shown.walk];
  if (walk === undefined || other === undefined) return real.state;
  const { nodes, objects } = pairWalks(walk, other);
  const placed = (object: ReconciledObject): Manifest | undefined => {
    const found = objects.get(object);
    return found && other.cluster.scopes.place(found.manifest);
  };
  const others = new Map(shown.state.kustomizations.map((each) => [each.id, each]));
  const kustomizations = real.state.kustomizations.map((each): ReconciledKustomization => {
    const built = walk.nodes.get(each.id)?.objects ?? [];
    const made = each.objects.map((object, index) =>
      withShown(object, built[index] && placed(built[index])),
    );
    const found = others.get(nodes.get(each.id)?.id ?? '');
    return {
      ...each,
      objects: made,
      ...unlessEqual(partsOf(each), found ? partsOf(found) : unknownParts(each)),
    };
  });
  const applied = kustomizations.flatMap((each) => each.objects);
  const resourceSets = showSets(real.state.resourceSets, shown.state.resourceSets, applied);
  const all = [...applied, ...resourceSets.flatMap((each) => each.objects)];
  return {
    ...real.state,
    kustomizations,
    resourceSets,
    releases: showReleases(real.state.releases, shown.state.releases, all),
    diagnostics: shownDiagnostics(
      real.state.diagnostics,
      shown.state.diagnostics,
      namesIn(shown.state),
    ),
  };
}

/** An object with what may be shown of it; where that is not known, its kind alone. */
function withShown(object: ReconciledObject, shown: Manifest | undefined): ReconciledObject {
  if (object.manifest === shown || isDeepStrictEqual(object.manifest, shown)) return object;
  const { apiVersion, kind } = object.manifest;
  return { ...object, shown: shown ?? { apiVersion, kind, metadata: { name: unknown } } };
}

/** Both runs find the sets in the same order. */
function showSets(
  sets: readonly ReconciledResourceSet[],
  shown: readonly ReconciledResourceSet[],
  objects: readonly ReconciledObject[],
): readonly ReconciledResourceSet[] {
  const byManifest = new Map(objects.map((each) => [each.manifest, each]));
  return sets.map((each, index) => {
    const other = sets.length === shown.length ? shown[index] : undefined;
    const paired = pairObjects(each.objects, other?.objects ?? []);
    const object = byManifest.get(each.manifest);
    const { namespace, name } = object ? shownId(object) : { namespace: '', name: unknown };
    return {
      ...each,
      objects: each.objects.map((made, at) => withShown(made, paired[at]?.manifest)),
      ...unlessEqual({ id: each.id }, { id: `${namespace}/${name}` }),
    };
  });
}

function showReleases(
  releases: readonly ReconciledRelease[],
  shown: readonly ReconciledRelease[],
  objects: readonly ReconciledObject[],
): readonly ReconciledRelease[] {
  const byManifest = new Map(objects.map((each) => [each.manifest, each]));
  const others = new Map(shown.map((each) => [each.id, each]));
  const showAll = (
    made: readonly ReconciledObject[],
    found: readonly ReconciledObject[] = [],
  ): readonly ReconciledObject[] => {
    const paired = pairObjects(made, found);
    return made.map((each, index) => withShown(each, paired[index]?.manifest));
  };
  return releases.map((each) => {
    const object = byManifest.get(each.manifest);
    const { namespace, name } = object ? shownId(object) : { namespace: '', name: unknown };
    const id = `${namespace}/${name}`;
    const other = others.get(id);
    return {
      ...each,
      objects: showAll(each.objects, other?.objects),
      crds: showAll(each.crds, other?.crds),
      ...unlessEqual({ id: each.id, chart: each.chart }, { id, chart: other?.chart }),
    };
  });
}

function unlessEqual<Parts>(real: Parts, shown: Parts): { readonly shown?: Parts } {
  return isDeepStrictEqual(real, shown) ? {} : { shown };
}

function partsOf(
  kustomization: ReconciledKustomization,
): NonNullable<ReconciledKustomization['shown']> {
  const { id, path, target, dependsOn } = kustomization;
  return { id, path, target, dependsOn };
}

function unknownParts({ target }: ReconciledKustomization): ReturnType<typeof partsOf> {
  return { id: unknown, path: unknown, target: target === '' ? '' : unknown, dependsOn: [] };
}

/** Everything in a state by the names that diagnostics give it. */
function namesIn({ kustomizations, releases, resourceSets }: ClusterState): ReadonlySet<string> {
  const objects = [...kustomizations, ...releases, ...resourceSets].flatMap((each) => each.objects);
  return new Set([
    ...kustomizations.map(({ id }) => `Kustomization ${id}`),
    ...objects.map(({ id }) => formatObject(id)),
  ]);
}
