/** What several rules ask of a change. */
import {
  dataKinds,
  isMap,
  kindKey,
  listAt,
  type Manifest,
  textAt,
  valueAt,
} from '../../kubernetes/index.ts';
import type { Described } from '../describe.ts';
import { formatOwner, type Owner } from '../plan.ts';
import type { HeldOwner, Holdings } from './rule.ts';

/** Whether the object that is in the cluster goes away, even if another takes its place. */
export function isLost({ action }: Described): boolean {
  return action === 'deleted' || action === 're-created';
}

/** Whether the object may go away on its way to another owner. */
export function isRacing({ action, certain }: Described): boolean {
  return action === 'moved' && !certain;
}

/** Whether the API server will have another form of the object, or a first one. */
export function isApplied({ action }: Described): boolean {
  return ['created', 'updated', 're-created', 'moved', 'adopted'].includes(action);
}

export function holdsData({ object }: Described): boolean {
  return dataKinds.has(kindKey(object));
}

export function isKind({ object }: Pick<Described, 'object'>, ...keys: readonly string[]): boolean {
  return keys.includes(kindKey(object));
}

export function names(owners: readonly Owner[]): string {
  return owners.map(formatOwner).join(' and ');
}

/** How an object goes away: who deletes it, and whether that is sure. */
export function howLost({ action, certain, cause, owner }: Described): string {
  const who = (cause?.kind === 'late-spec' ? cause.by : undefined) ?? names(owner.before);
  const verb = certain ? 'deletes' : 'may delete';
  return action === 're-created' ? `${who} ${verb} it first` : `${who} ${verb} it`;
}

const ownerKinds: Readonly<Record<string, Owner['kind']>> = {
  'Kustomization.kustomize.toolkit.fluxcd.io': 'Kustomization',
  'HelmRelease.helm.toolkit.fluxcd.io': 'HelmRelease',
  'ResourceSet.fluxcd.controlplane.io': 'ResourceSet',
};

/** The owner that an object itself is, as one side has it. */
export function ownerAs(
  { object }: Pick<Described, 'object'>,
  { owners }: Holdings,
): HeldOwner | undefined {
  const kind = ownerKinds[kindKey(object)];
  if (kind === undefined) return undefined;
  const id = `${object.namespace}/${object.name}`;
  return owners.find((each) => each.kind === kind && each.id === id);
}

/** Whether it cannot be told what an owner applies. */
export function isUnknown(owner: HeldOwner | undefined): boolean {
  return owner?.status === 'failed' || owner?.status === 'opaque';
}

/** How what is not known becomes known. */
export const knowing =
  'Let the plan know it: --source NAME=DIR, a run without --offline, a --base that Flux has applied, or --live.';

/** How an object is spared by who would delete it. */
export const sparing =
  'Publish it once with kustomize.toolkit.fluxcd.io/prune: disabled (a chart: helm.sh/resource-policy: keep, a ResourceSet: fluxcd.controlplane.io/prune: disabled)';

/** The safe way of a move. */
export const staging =
  'Move it in stages: sluice plan --stage 1. Out of a ResourceSet, mark it with prune: disabled first.';

/** The spec of the pods that an object makes. */
export function podSpecOf(manifest: Manifest | undefined): unknown {
  if (manifest === undefined) return undefined;
  if (manifest.kind === 'Pod') return valueAt(manifest, 'spec');
  return (
    valueAt(manifest, 'spec', 'jobTemplate', 'spec', 'template', 'spec') ??
    valueAt(manifest, 'spec', 'template', 'spec')
  );
}

/** The containers of a pod's spec, those that run first included. */
export function containersOf(spec: unknown): readonly unknown[] {
  return [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].filter(isMap);
}

/** The containers' images by the containers' names. */
export function imagesOf(manifest: Manifest | undefined): ReadonlyMap<string, string> {
  const containers = containersOf(podSpecOf(manifest));
  return new Map(
    containers.flatMap((each) => {
      const [name, image] = [textAt(each, 'name'), textAt(each, 'image')];
      return name !== undefined && image !== undefined ? [[name, image] as const] : [];
    }),
  );
}
