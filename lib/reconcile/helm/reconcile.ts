import type { Diagnostic } from '../../core/index.ts';
import { type Manifest, objectId } from '../../kubernetes/index.ts';
import type { SecretValues } from '../secrets/values.ts';
import type { ReconciledObject, ReconciledRelease, Status } from '../state.ts';
import { type CustomKinds, customKindsOf, isCrd } from './crds.ts';
import { asInstalled } from './install.ts';
import type { Stopped } from './outcome.ts';
import type { ReleasePorts } from './ports.ts';
import { originLabels, withMetadata } from './post-render.ts';
import { indexObjects, type Prepared, prepare } from './prepare.ts';
import { crdPolicyOf, specOf, targetOf } from './release.ts';
import { type Rendering, render } from './render.ts';

/** A HelmRelease among the objects of a state. */
export interface ReleaseToReconcile {
  readonly object: ReconciledObject;
  /** The Kustomization that applies it. */
  readonly owner: string;
}

export interface ReleasesInput {
  readonly releases: readonly ReleaseToReconcile[];
  /** All objects of the cluster: sources, ConfigMaps, Secrets and CRDs among them. */
  readonly objects: Iterable<ReconciledObject>;
  /** The version of the cluster, where it is known. */
  readonly kubeVersion: string | undefined;
  readonly secrets: SecretValues;
  readonly ports: ReleasePorts;
}

export interface ReconciledReleases {
  /** In the order in which they were given. */
  readonly releases: readonly ReconciledRelease[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A release on its way. */
interface Draft extends ReleaseToReconcile, Prepared {
  rendering: Rendering | Stopped | undefined;
}

/**
 * What helm-controller makes of the HelmReleases of a cluster: charts pulled, values composed,
 * rendered as for an install, post-rendered and labelled. One that cannot be had is opaque, one that
 * Flux would refuse has failed; neither ends the others.
 */
export async function reconcileReleases(input: ReleasesInput): Promise<ReconciledReleases> {
  const index = indexObjects(input.objects);
  const drafts = await Promise.all(
    input.releases.map(async (release): Promise<Draft> => {
      const prepared = await prepare(release.object, index, input.secrets, input.ports);
      return { ...release, ...prepared, rendering: undefined };
    }),
  );
  const asking = drafts.filter(({ chart }) => chart?.asksForApis === true);
  const others = drafts.filter(({ chart }) => chart?.asksForApis !== true);
  const renderAll = (some: readonly Draft[], kinds: CustomKinds): Promise<unknown> =>
    Promise.all(some.map((draft) => renderDraft(draft, kinds, input)));
  const knownKinds = (): CustomKinds => customKindsOf([...index.crds, ...drafts.flatMap(crdsOf)]);

  // Charts that ask for APIs are rendered with the CRDs of all others, then with each other's.
  await renderAll(others, knownKinds());
  const kinds = knownKinds();
  await renderAll(asking, kinds);
  const all = knownKinds();
  if (all.apiVersions.length !== kinds.apiVersions.length) await renderAll(asking, all);

  const releases = drafts.map((draft) => finish(draft, all));
  return { releases, diagnostics: grouped(drafts.flatMap(diagnosticsOf)) };
}

async function renderDraft(draft: Draft, kinds: CustomKinds, input: ReleasesInput): Promise<void> {
  const { object, chart, values } = draft;
  if (chart === undefined || values === undefined) return;
  draft.rendering = await render(object, { chart, values }, kinds, input.kubeVersion, input.ports);
}

function renderingOf({ rendering }: Draft): Rendering | undefined {
  return rendering === undefined || 'status' in rendering ? undefined : rendering;
}

function stopsOf({ obstacles, rendering }: Draft): readonly Stopped[] {
  return rendering !== undefined && 'status' in rendering ? [...obstacles, rendering] : obstacles;
}

function crdsOf(draft: Draft): readonly Manifest[] {
  const { crds = [], manifests = [] } = renderingOf(draft) ?? {};
  return [...crds, ...manifests.filter(isCrd)];
}

function diagnosticsOf(draft: Draft): readonly Diagnostic[] {
  return [
    ...stopsOf(draft).map(({ diagnostic }) => diagnostic),
    ...(renderingOf(draft)?.diagnostics ?? []),
  ];
}

/** One diagnostic for all releases that the same chart is missing for. */
function grouped(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const each of diagnostics) {
    const key = `${each.code} ${each.message} ${each.location.field ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    return {
      ...first,
      related: [...(first.related ?? []), ...others.map((each) => each.location)],
    };
  });
}

/** What Flux would refuse has failed, whatever else is not known of it. */
function statusOf(draft: Draft): Status {
  const stops = stopsOf(draft).map(({ status }) => status);
  if (stops.includes('failed')) return 'failed';
  if (stops.length > 0) return 'opaque';
  return specOf(draft.object.manifest).suspend === true ? 'suspended' : 'applied';
}

function finish(draft: Draft, kinds: CustomKinds): ReconciledRelease {
  const { object, owner, chart } = draft;
  const { manifest } = object;
  const target = targetOf(manifest);
  const { manifests = [], crds = [] } = renderingOf(draft) ?? {};
  return {
    id: `${object.id.namespace}/${object.id.name}`,
    owner,
    manifest,
    status: statusOf(draft),
    target,
    chart: chart && { name: chart.name, version: chart.version },
    objects: manifests.map((each) => asInstalled(each, target, kinds)),
    crds: crds.map((crd) => objectOf(withMetadata(crd, originLabels(manifest)))),
    crdPolicy: crdPolicyOf(manifest),
  };
}

function objectOf(manifest: Manifest): ReconciledObject {
  return { id: objectId(manifest), manifest };
}
