import { type Cluster, type Fleet } from 'sluice';
import { beforeAll, expect, test } from 'vitest';
import { Whoami } from '../../apps/whoami/index.ts';
import { giveKey, homeHere as home, openable } from './fixtures/openable.ts';
import { follow, predictedInventories, publish, synth } from './fixtures/programs.ts';
import {
  describeCluster,
  inventoryIdOf,
  type KubernetesObject,
  listEverything,
  objectsOf,
  refOf,
} from './harness/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';

function homeWithoutPodinfo(fleet: Fleet): void {
  home(fleet);
  homeOf(fleet).node.tryRemoveChild('podinfo');
}

// Both serve in the namespace demo.
function homeWithWhoami(fleet: Fleet): void {
  home(fleet);
  new Whoami(homeOf(fleet), 'whoami');
}

function homeOf(fleet: Fleet): Cluster {
  const [cluster] = fleet.clusters;
  if (cluster === undefined) throw new Error('The program has no cluster.');
  return cluster;
}

/**
 * An object as its writers left it. The resource version counts changes of the status too, and
 * those come with each revision and from the harness; so instead of it the times in
 * `managedFields` say when each writer last changed anything: a write that changes nothing
 * leaves them alone.
 */
function withoutStatus({ status: _, ...object }: KubernetesObject): object {
  const { resourceVersion: __, managedFields, ...metadata } = object.metadata as Metadata;
  return {
    ...object,
    metadata,
    managedFields: managedFields?.filter(({ subresource }) => subresource !== 'status'),
  };
}

type Metadata = KubernetesObject['metadata'] & {
  readonly managedFields?: readonly { readonly subresource?: string }[];
};

const kustomization = (name: string): string =>
  `flux-system_${name}_kustomize.toolkit.fluxcd.io_Kustomization`;

describeCluster('the home fleet', (cluster) => {
  let recipient = '';
  let current: string | undefined;
  let atHome = new Set<string>();

  async function opened(define: (fleet: Fleet) => void): Promise<Synthesis> {
    return openable(synth(define), recipient);
  }

  /** Brings the cluster to what a program says, unless it is there, and gives all objects' ids. */
  async function settle(define: (fleet: Fleet) => void, readme = ''): Promise<Set<string>> {
    if (current !== define.name + readme) {
      const revision = await publish(cluster(), await opened(define), [['README.md', readme]]);
      await cluster().waitReady(revision, 180_000);
      current = define.name + readme;
    }
    // A namespace takes its time to end.
    const staying = (await listEverything(cluster().client)).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    return new Set(staying.map(inventoryIdOf));
  }

  beforeAll(async () => {
    cluster().keepReady();
    await follow(cluster(), synth(home));
    recipient = await giveKey(cluster());
    atHome = await settle(home);
  }, 300_000);

  test('becomes Ready with the inventories that synth predicts', async () => {
    const predicted = predictedInventories(synth(home));
    await settle(home);

    const applied = new Map<string, string[]>();
    for (const id of predicted.keys()) {
      const [namespace = '', name = ''] = id.split('/');
      applied.set(id, await cluster().inventory(namespace, name));
    }
    expect(applied).toEqual(predicted);
  });

  test('has no Kustomization but those that synth predicts', async () => {
    const objects = await settle(home);

    const names = [...predictedInventories(synth(home)).keys()].map((id) => id.split('/')[1] ?? '');
    expect([...objects].filter((id) => id.endsWith('_Kustomization')).sort()).toEqual(
      names.map(kustomization).sort(),
    );
  });

  test('is in the API server with every field that its manifests give', async () => {
    const { tree } = synth(home);
    await settle(home);

    // What is sealed in the tree is open in the cluster.
    const manifests = (await objectsOf(tree)).filter((each) => !('sops' in each));
    const live = manifests.map((manifest) => cluster().client.get(refOf(manifest)));
    expect(await Promise.all(live)).toMatchObject(manifests);
  });

  test('is not touched by a new commit with the same objects', async () => {
    await settle(home);
    const before = (await listEverything(cluster().client)).map(withoutStatus);

    await settle(home, 'A new revision.');

    expect((await listEverything(cluster().client)).map(withoutStatus)).toEqual(before);
  });

  test('loses and gains nothing but the objects of an app that is removed', async () => {
    const inventories = predictedInventories(synth(home));
    await settle(home);

    const after = await settle(homeWithoutPodinfo);

    const gone = [kustomization('podinfo'), ...(inventories.get('flux-system/podinfo') ?? [])];
    expect(after).toEqual(new Set([...atHome].filter((id) => !gone.includes(id))));
  });

  test('keeps the namespace of an app that is removed', async () => {
    expect(await settle(homeWithoutPodinfo)).toContain('_demo__Namespace');
  });

  test('gains and loses nothing but the objects of an app that is added', async () => {
    const inventories = predictedInventories(synth(homeWithWhoami));
    await settle(home);

    const after = await settle(homeWithWhoami);

    const added = [kustomization('whoami'), ...(inventories.get('flux-system/whoami') ?? [])];
    expect(after).toEqual(new Set([...atHome, ...added]));
  });

  test('keeps what a removed app shared its namespace with', async () => {
    await settle(homeWithWhoami);

    expect(await settle(home)).toEqual(atHome);
  });
});
