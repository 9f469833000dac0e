import { compareApplyOrder, type Manifest, objectId } from '../kubernetes/index.ts';
import { type Sync, syncOf } from './entry.ts';
import { identityObject } from './identity.ts';
import type { BootstrapInput } from './input.ts';
import {
  decryptionSecret,
  fluxNamespace,
  isKustomization,
  isOfKind,
  isSame,
  refOf,
  specOf,
} from './objects.ts';
import type { ReadyCheck, Stage, StageObject } from './stage.ts';

/**
 * The way from an empty cluster to one that runs the fleet, as data. What is applied is what the
 * cluster's entry has, so that the root Kustomization finds nothing to change; beside it there are only
 * secrets, what installs Flux, and the cluster's identity. Stages with nothing to do are left out.
 */
export function stages<Secret>(input: BootstrapInput<Secret>): readonly Stage<Secret>[] {
  const { entry, cluster, credentials, decryption } = input;
  const instance = entry.find(isOfKind('FluxInstance'));
  const sync = syncOf(entry);
  const kept = (manifest: Manifest): StageObject<Secret> => ({ manifest, keeper: 'flux' });
  const isNamespace = ({ kind, metadata }: Manifest): boolean =>
    kind === 'Namespace' && metadata.name === fluxNamespace;
  const all: readonly Stage<Secret>[] = [
    {
      id: 'namespace',
      title: `The namespace ${fluxNamespace}`,
      objects: [
        ...entry.filter(isNamespace).map(kept),
        { manifest: identityObject(cluster), keeper: 'bootstrap' },
      ],
      ready: [],
    },
    {
      id: 'credentials',
      title: 'Credentials of the source',
      objects: secretObjects(sync?.secret, credentials),
      ready: [],
    },
    {
      id: 'decryption',
      title: 'Keys that decrypt secrets',
      objects: secretObjects(decryptionSecret, decryption),
      ready: [],
    },
    {
      id: 'install',
      title: instance === undefined ? 'The controllers of Flux' : 'flux-operator',
      ...installed(input.install.filter((each) => !isNamespace(each))),
    },
    {
      id: 'instance',
      title: 'The controllers of Flux',
      objects: instance === undefined ? [] : [kept(instance)],
      ready: instance === undefined ? [] : [isReady(instance)],
    },
    {
      id: 'sync',
      title: `The source and the root Kustomization${instance === undefined ? '' : ', by flux-operator'}`,
      objects: entry.filter((each) => isPartOf(sync, each)).map(kept),
      ready: (sync === undefined ? [] : [sync.source, sync.root]).map((object) => ({
        object,
        condition: 'Ready',
      })),
    },
    {
      id: 'apps',
      title: 'The app flux, and all apps',
      objects: entry.filter((each) => isKustomization(each) && !isPartOf(sync, each)).map(kept),
      ready: [...entry, ...input.apps]
        .filter((each) => isKustomization(each) && !isPartOf(sync, each))
        // One that is suspended is never ready, as its author wants it.
        .filter((each) => specOf(each)['suspend'] !== true)
        .map(isReady),
    },
  ];
  return all.filter(({ objects, ready }) => objects.length + ready.length > 0);
}

/** The key of a Secret with the credentials of registries. */
export const registryKey = '.dockerconfigjson';

/** A Secret, where there is something for it to hold. */
function secretObjects<Secret>(
  name: string | undefined,
  secrets: Readonly<Record<string, Secret>> | undefined,
): readonly StageObject<Secret>[] {
  if (name === undefined || secrets === undefined) return [];
  const metadata = { name, namespace: fluxNamespace };
  const type = registryKey in secrets ? 'kubernetes.io/dockerconfigjson' : 'Opaque';
  const manifest: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata, type };
  return [{ manifest, secrets, keeper: 'bootstrap' }];
}

/** What installs Flux, in the order in which Kubernetes takes it. */
function installed<Secret>(install: readonly Manifest[]): Pick<Stage<Secret>, 'objects' | 'ready'> {
  const ordered = [...install].sort((a, b) => compareApplyOrder(objectId(a), objectId(b)));
  return {
    objects: ordered.map((manifest) => ({ manifest, keeper: 'bootstrap' })),
    ready: ordered.flatMap((each): readonly ReadyCheck[] => {
      const object = refOf(each);
      if (each.kind === 'CustomResourceDefinition') return [{ object, condition: 'Established' }];
      return each.kind === 'Deployment' ? [{ object, condition: 'Available' }] : [];
    }),
  };
}

function isPartOf(sync: Sync | undefined, manifest: Manifest): boolean {
  const ref = refOf(manifest);
  return sync !== undefined && (isSame(ref, sync.source) || isSame(ref, sync.root));
}

function isReady(manifest: Manifest): ReadyCheck {
  return { object: refOf(manifest), condition: 'Ready' };
}
