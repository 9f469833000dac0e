import { kindKey, valueAt } from '../kubernetes/index.ts';
import type {
  ClusterState,
  ReconciledKustomization,
  ReconciledObject,
  ReconciledRelease,
  ReconciledResourceSet,
} from '../reconcile/state.ts';
import { joinPath } from '../reconcile/index.ts';
import type { AppliedKustomization, AppliedRelease } from './applied.ts';
import type { TreeFiles } from './places.ts';
import { type Owner, Subject } from './subject.ts';
import { type SchemaOptions, Schemas } from './schema/index.ts';
import { Subjects } from './subjects.ts';
import { UnknownPlaces } from './unknowns.ts';

/** What one cluster is being made of. */
interface Draft {
  readonly subjects: Subject[];
  readonly unknown: UnknownPlaces;
}

/** The objects of a state by the cluster that they go to; the first is the one that Flux runs in. */
export function collectSubjects(
  state: ClusterState,
  { textOf, filesRead = () => [] }: TreeFiles,
  kinds: SchemaOptions | undefined,
): readonly Subjects[] {
  const root = state.kustomizations.find(({ parent }) => parent === undefined);
  const fluxNamespace = root?.manifest.metadata.namespace;
  const drafts = new Map<string, Draft>([['', newDraft(fluxNamespace)]]);
  const draftOf = (target: string): Draft => {
    const known = drafts.get(target) ?? newDraft();
    drafts.set(target, known);
    return known;
  };
  const owners = new Map<string, Subject>();
  const ownSource = root?.source;
  const applied: AppliedKustomization[] = [];
  for (const kustomization of parentsFirst(state.kustomizations)) {
    const { id, target, source, path } = kustomization;
    const draft = draftOf(target);
    const shownId = (kustomization.shown ?? kustomization).id;
    const written = owners.get(`Kustomization/${id}`);
    const owner: Owner = { kind: 'Kustomization', id, shownId, subject: written };
    const objects: Subject[] = [];
    for (const object of kustomization.objects) {
      const isHere = source === ownSource;
      const subject = new Subject(object, {
        owner,
        file: isHere ? object.file : undefined,
        folder: isHere ? joinPath('', path) : undefined,
      });
      objects.push(subject);
      if (ownerKinds.has(subject.kind)) {
        owners.set(`${object.id.kind}/${object.id.namespace}/${object.id.name}`, subject);
      }
    }
    draft.subjects.push(...objects);
    applied.push(appliedOf(kustomization, objects, owners));
    if (!isKnown(kustomization)) {
      draft.unknown.add(targetNamespaceOf(kustomization), `Kustomization/${id}`);
    }
  }
  const own = draftOf('');
  const releases: AppliedRelease[] = [];
  for (const set of state.resourceSets) {
    own.subjects.push(...ownedBy('ResourceSet', set, owners));
    if (!isKnown(set)) own.unknown.add(undefined, `ResourceSet/${set.id}`);
  }
  for (const release of state.releases) {
    // What goes to another cluster says nothing of this one.
    if (valueAt(release.manifest, 'spec', 'kubeConfig') !== undefined) continue;
    const made = ownedBy('HelmRelease', release, owners);
    const crds = new Set(release.crds.map(({ manifest }) => manifest));
    own.subjects.push(...made);
    releases.push({
      ...release,
      subject: owners.get(`HelmRelease/${release.id}`),
      crds: made.filter(({ manifest }) => crds.has(manifest)),
      objects: made.filter(({ manifest }) => !crds.has(manifest)),
    });
    if (!isKnown(release)) {
      own.unknown.addChart(release.target.namespace, `HelmRelease/${release.id}`);
    }
  }
  // Without charts at hand no release is listed.
  for (const { manifest, id } of state.releases.length > 0 ? [] : own.subjects) {
    if (kindKey(id) !== 'HelmRelease.helm.toolkit.fluxcd.io') continue;
    const target = valueAt(manifest, 'spec', 'targetNamespace');
    const namespace = typeof target === 'string' ? target : id.namespace;
    own.unknown.addChart(namespace, `HelmRelease/${id.namespace}/${id.name}`);
  }
  return [...drafts].map(([target, { subjects, unknown }]) => {
    const isOwn = target === '';
    return new Subjects(subjects, {
      unknown,
      textOf,
      filesRead,
      schemas: kinds && schemasOf(subjects, kinds),
      rootSource: isOwn ? ownSource : undefined,
      kustomizations: isOwn ? applied : [],
      releases: isOwn ? releases : [],
    });
  });
}

/** The kinds that are shipped, and those that the cluster itself defines. */
function schemasOf(
  subjects: readonly Subject[],
  { definitions = [], ...kinds }: SchemaOptions,
): Schemas {
  const own = subjects.flatMap(({ kind, manifest }) =>
    kind === 'CustomResourceDefinition.apiextensions.k8s.io' ? [manifest] : [],
  );
  return new Schemas({ ...kinds, definitions: [...own, ...definitions] });
}

const ownerKinds = new Set([
  'Kustomization.kustomize.toolkit.fluxcd.io',
  'HelmRelease.helm.toolkit.fluxcd.io',
  'ResourceSet.fluxcd.controlplane.io',
]);

function appliedOf(
  kustomization: ReconciledKustomization,
  objects: readonly Subject[],
  owners: ReadonlyMap<string, Subject>,
): AppliedKustomization {
  const { manifest, parent, id } = kustomization;
  return {
    ...kustomization,
    spec: valueAt(manifest, 'spec') ?? {},
    isRoot: parent === undefined,
    subject: owners.get(`Kustomization/${id}`),
    objects,
  };
}

function newDraft(fluxNamespace?: string): Draft {
  return { subjects: [], unknown: new UnknownPlaces(fluxNamespace) };
}

/** What is applied by another comes after it, so that owners are known as objects. */
function parentsFirst(
  kustomizations: readonly ReconciledKustomization[],
): readonly ReconciledKustomization[] {
  const byId = new Map(kustomizations.map((each) => [each.id, each]));
  const found = new Set<ReconciledKustomization>();
  const add = (each: ReconciledKustomization): void => {
    if (found.has(each)) return;
    const parent = each.parent === each.id ? undefined : byId.get(each.parent ?? '');
    if (parent !== undefined && !found.has(parent)) add(parent);
    found.add(each);
  };
  kustomizations.forEach(add);
  return [...found];
}

function ownedBy(
  kind: 'HelmRelease' | 'ResourceSet',
  made: ReconciledRelease | ReconciledResourceSet,
  owners: ReadonlyMap<string, Subject>,
): readonly Subject[] {
  const subject = owners.get(`${kind}/${made.id}`);
  const owner: Owner = { kind, id: made.id, shownId: (made.shown ?? made).id, subject };
  const crds = 'crds' in made ? made.crds : [];
  const origin = { owner, file: subject?.file, folder: undefined };
  // A chart can render what has no name; the API server refuses it, whatever rules say.
  const isNamed = ({ id }: ReconciledObject): boolean =>
    typeof id.name === 'string' && typeof id.namespace === 'string';
  return [...crds, ...made.objects].filter(isNamed).map((object) => new Subject(object, origin));
}

function isKnown({ status }: { readonly status: ReconciledKustomization['status'] }): boolean {
  return status === 'applied' || status === 'suspended';
}

function targetNamespaceOf({ manifest }: ReconciledKustomization): string | undefined {
  const target = valueAt(manifest, 'spec', 'targetNamespace');
  return typeof target === 'string' ? target : undefined;
}
