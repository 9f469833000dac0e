import { fluxAnnotations } from '../../flux/index.ts';
import {
  emitYaml,
  type JsonObject,
  type Manifest,
  type ObjectId,
  objectId,
} from '../../kubernetes/index.ts';
import { fluxManager, type Forms, type Known, type Probe } from '../../verify/index.ts';
import type { Kubectl } from '../cluster/index.ts';
import { inParts } from './in-parts.ts';
import { askObjects, askRows, type Objects } from './kubectl.ts';

/** An object that Flux applies. */
export interface ToProbe {
  readonly id: ObjectId;
  /** Its id as it may be shown, where that is another one or its fields may not. */
  readonly shown?: ObjectId;
  readonly owner: string;
  /** As it is sent to the API server. */
  readonly manifest: Known<Manifest>;
}

/** As many objects at once as make a request that is answered soon. */
const size = 100;

/**
 * Asks the API server what each object is, and what it would be if kustomize-controller applied it now:
 * a dry run, which keeps nothing. Of Secrets, only metadata is read.
 */
export async function probe(kubectl: Kubectl, all: readonly ToProbe[]): Promise<readonly Probe[]> {
  const found = new Map<string, Probe['found']>();
  const known = all.flatMap(({ id, manifest }) => {
    if ('value' in manifest) return [manifest.value];
    found.set(keyOf(id), { unread: manifest.missing });
    return [];
  });
  for (const group of [known.filter(isSecret), known.filter((each) => !isSecret(each))]) {
    const live = await inParts(group, size, (part) => read(kubectl, part));
    for (const { item, why } of live.refused) found.set(keyOf(objectId(item)), { unread: why });
    const there = byKey(live.answers);
    const present = group.filter((each) => there.has(keyOf(objectId(each))));
    const applied = await inParts(present, size, (part) => dryRun(kubectl, part));
    for (const { item, why } of applied.refused) {
      found.set(keyOf(objectId(item)), { unread: `the API server refuses to try it: ${why}` });
    }
    for (const [key, after] of byKey(applied.answers)) {
      const before = there.get(key);
      if (before !== undefined) found.set(key, { live: before, after } satisfies Forms);
    }
  }
  return all.map(({ id, shown, owner }) => {
    const own = found.get(keyOf(id)) ?? 'absent';
    if (shown === undefined) return { id, owner, found: own };
    // What the API server says names the object as it is.
    const isRefused = own !== 'absent' && 'unread' in own;
    const said = isRefused ? { unread: 'values of Secrets reached it, and it is refused' } : own;
    return { id: shown, isVeiled: true, owner, found: said };
  });
}

function read(kubectl: Kubectl, part: readonly Manifest[]): Promise<Objects> {
  const ids = part.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  }));
  return printed(kubectl, ['get', '--filename=-', '--ignore-not-found'], ids);
}

function dryRun(kubectl: Kubectl, part: readonly Manifest[]): Promise<Objects> {
  const server = ['--server-side', '--dry-run=server', '--force-conflicts', '--validate=ignore'];
  const args = ['apply', ...server, `--field-manager=${fluxManager}`, '--filename=-'];
  return printed(kubectl, args, part);
}

async function printed(
  kubectl: Kubectl,
  args: readonly string[],
  part: readonly Manifest[],
): Promise<Objects> {
  const [first] = part;
  // One alone would be printed without a list around it.
  const input = (part.length === 1 ? [...part, ...part] : part)
    .map((each) => emitYaml(each as unknown as JsonObject))
    .join('---\n');
  if (first !== undefined && isSecret(first)) {
    const found = await askRows(kubectl, args, metadataFields, input);
    return 'problem' in found ? found : { answers: found.answers.map(secretOf) };
  }
  return askObjects(kubectl, [...args, '--show-managed-fields'], input);
}

const escaped = (key: string): string => key.replaceAll('.', '\\.');

/** Other annotations of a Secret can hold its values. */
const metadataFields = [
  '.metadata.namespace',
  '.metadata.name',
  '.metadata.labels',
  `.metadata.annotations.${escaped(fluxAnnotations.reconcile)}`,
  `.metadata.annotations.${escaped(fluxAnnotations.apply)}`,
  '.metadata.managedFields',
];

function secretOf(row: readonly string[]): Manifest {
  const [namespace = '', name = '', labels = '', reconcile = '', apply = '', managed = ''] = row;
  const annotations = { [fluxAnnotations.reconcile]: reconcile, [fluxAnnotations.apply]: apply };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: JSON.parse(labels || '{}') as Readonly<Record<string, string>>,
      annotations,
      managedFields: JSON.parse(managed || '[]') as readonly JsonObject[],
    },
  };
}

function isSecret({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Secret' && apiVersion === 'v1';
}

function keyOf({ group, kind, namespace, name }: ObjectId): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

function byKey(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(manifests.map((each) => [keyOf(objectId(each)), each]));
}
