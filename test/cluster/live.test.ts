import { setTimeout } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findKustomize } from '../../lib/io/reconcile/index.ts';
import { program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';
import { configMap, kustomization } from '../reconcile/cluster.ts';
import { temporaryFolder } from '../support/folder.ts';
import { finish, start } from '../support/sluice.ts';
import { writeFile } from '../support/tree.ts';
import { type Snapshot, takeSnapshot } from './fixtures/judge-plan.ts';
import { kustomizations } from './fixtures/revisions.ts';
import { type Cluster, describeCluster, describeWithGo } from './harness/index.ts';

const entry = 'clusters/home';
const claim =
  'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\n  namespace: demo\n' +
  'spec:\n  accessModes: [ReadWriteOnce]\n  resources: { requests: { storage: 1Gi } }\n';

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: demo\n';

/** Two Kustomizations, of which the second is built by kustomize. */
function treeWith(colour: string, more: Readonly<Record<string, string>> = {}) {
  return new Map(
    Object.entries({
      [`${entry}/namespace.yaml`]: namespace,
      [`${entry}/a.yaml`]: kustomization('a', './apps/a'),
      [`${entry}/b.yaml`]: kustomization('b', './apps/b'),
      'apps/a/settings.yaml': configMap('demo/settings', { colour }),
      'apps/b/kustomization.yaml':
        `namespace: demo\ngeneratorOptions: { disableNameSuffixHash: true }\n` +
        `configMapGenerator:\n- { name: generated, literals: [colour=${colour}] }\n`,
      ...more,
    }),
  );
}

/** The only programs that a person has here: kubectl and git. */
async function personWith(cluster: Cluster): Promise<NodeJS.ProcessEnv> {
  const kubectl = dirname(await program('kubectl'));
  const home = temporaryFolder(onTestFinished);
  const git = dirname((await run('which', ['git'])).trim());
  return { PATH: `${kubectl}:${git}`, HOME: home, KUBECONFIG: cluster.kubeconfig, NO_COLOR: '1' };
}

/** A checkout of what Flux follows, with a tree in place of its own. */
async function checkoutWith(cluster: Cluster, tree: ReadonlyMap<string, string>): Promise<string> {
  const folder = join(temporaryFolder(onTestFinished), 'fleet');
  await run('git', ['clone', '--quiet', join(cluster.directory, 'repository.git'), folder]);
  for (const [file, text] of tree) {
    writeFile(folder, file, text);
  }
  return folder;
}

function versionsIn({ objects }: Snapshot): readonly string[] {
  return [...objects].map(([key, { metadata }]) => `${key} ${metadata.resourceVersion ?? ''}`);
}

/** What is there once the controllers have nothing more to say of it. */
async function quietSnapshot(client: Parameters<typeof takeSnapshot>[0]): Promise<Snapshot> {
  for (let before = await takeSnapshot(client); ; ) {
    await setTimeout(1000);
    const after = await takeSnapshot(client);
    if (String(versionsIn(before)) === String(versionsIn(after))) return after;
    before = after;
  }
}

describeCluster('a plan from what a cluster has', (cluster) => {
  test('knows its revision, its inventories and who is suspended, and changes nothing', async () => {
    await cluster().syncFrom({ path: entry });
    const foreign = { 'apps/foreign/map.yaml': configMap('demo/foreign') };
    const applied = treeWith('blue', { ...foreign, 'apps/a/data.yaml': claim });
    const revision = await cluster().publish(applied);
    await cluster().waitReady(revision);
    // Somebody applied one that is in no tree.
    await run(await program('kubectl'), ['apply', '--filename=-'], {
      env: { ...process.env, KUBECONFIG: cluster().kubeconfig },
      input: kustomization('foreign', './apps/foreign'),
    });
    await cluster().waitApplied('flux-system/foreign', revision);
    const suspended = { ...kustomizations, namespace: 'flux-system', name: 'b' };
    await cluster().client.patch(suspended, { spec: { suspend: true } });
    const before = await quietSnapshot(cluster().client);

    const folder = await checkoutWith(cluster(), treeWith('red', foreign));
    await run('git', ['rm', '--quiet', '-r', 'apps/a/data.yaml'], { cwd: folder });
    const args = ['plan', '--base', 'HEAD', '--cluster', entry, '--live', '--format', 'json'];
    const env = await personWith(cluster());
    const { stdout, stderr } = await finish(start(args, folder, env));

    expect(stderr).toBe('');
    const { clusters } = JSON.parse(stdout) as {
      clusters: readonly { changes: readonly { action: string; object: { name: string } }[] }[];
    };
    const said = clusters.flatMap(({ changes }) =>
      changes.map(({ action, object }) => `${action} ${object.name}`),
    );
    expect(said).toEqual(['updated settings', 'deferred generated', 'deleted data']);
    expect(versionsIn(await takeSnapshot(cluster().client))).toEqual(versionsIn(before));
  });
});

describeWithGo('where kustomize is not installed', () => {
  test('kubectl builds', async () => {
    const kustomize = findKustomize({ PATH: dirname(await program('kubectl')) });
    const files = new Map([...treeWith('blue')].map(([file, text]) => [file, Buffer.from(text)]));
    const built = await kustomize.build(files, 'apps/b');
    expect(built).toMatchObject({ yaml: expect.stringContaining('colour: blue') as string });
  });
});
