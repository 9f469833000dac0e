import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppChart, type Fleet } from 'sluice';
import { HelmApp } from 'sluice/charts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ExternalDns } from '../../apps/external-dns/index.ts';
import { diskTree, findKustomize } from '../../lib/io/reconcile/index.ts';
import { Charts, findHelm } from '../../lib/io/charts/index.ts';
import { noCache } from '../../lib/reconcile/ports.ts';
import { type ClusterState, reconcile, type Tree } from '../../lib/reconcile/index.ts';
import { chartDirectory } from '../../tools/charts.ts';
import { program } from '../../tools/programs.ts';
import { contentOf, memoryTree } from '../reconcile/memory-tree.ts';
import { Artifacts } from './fixtures/external-artifacts.ts';
import { installKinds, judgeReleases } from './fixtures/judge.ts';
import { follow, publish, synth, testCluster } from './fixtures/programs.ts';
import { condition, describeCluster, type ObjectRef, waitFor } from './harness/index.ts';

const directory = await chartDirectory('external-dns');
const chart = parse(readFileSync(join(directory, 'Chart.yaml'), 'utf8')) as { version: string };
const synthesis = synth((fleet: Fleet) => {
  const cluster = testCluster(fleet);
  new ExternalDns(cluster, 'external-dns');
  const app = new AppChart(cluster, 'scaled', { namespace: 'scaled' });
  new HelmApp(app, 'dns', {
    repository: 'https://kubernetes-sigs.github.io/external-dns',
    chart: 'external-dns',
    version: chart.version,
    autoscaled: ['Deployment'],
    values: { policy: 'sync' },
  });
});
const releases = ['external-dns/internal', 'external-dns/public', 'scaled/dns'];
const repositories = releases.map((id): [string, Tree] => [
  `HelmRepository/${id}`,
  diskTree(directory),
]);

/** What the offline Flux makes of it. */
async function predict(folder: string): Promise<ClusterState> {
  const charts = new Charts({
    helm: findHelm({ SLUICE_HELM: await program('helm') }),
    directory: folder,
    cache: noCache,
    offline: true,
    mapped: new Map(repositories),
    env: {},
  });
  const entry = 'clusters/test/flux-system';
  const files = memoryTree(Object.fromEntries(synthesis.tree));
  return reconcile({ tree: files, entry, kustomize: findKustomize({}), charts });
}

const release = (id: string): ObjectRef => {
  const [namespace = '', name = ''] = id.split('/');
  return { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace, name };
};
const deployment = (namespace: string, name: string): ObjectRef => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace,
  name: `${name}-external-dns`,
});

describeCluster('Helm apps', (cluster) => {
  /** Waits until helm-controller has looked at a release again, as `flux reconcile` makes it. */
  async function lookAgain(id: string): Promise<void> {
    const requestedAt = `${performance.now()}`;
    const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
    await cluster().client.patch(release(id), { metadata: { annotations } });
    const isDone = async (): Promise<boolean> => {
      const found = await cluster().client.get(release(id));
      const { lastHandledReconcileAt } = found.status as { lastHandledReconcileAt?: string };
      return lastHandledReconcileAt === requestedAt && condition(found, 'Ready')?.status === 'True';
    };
    await waitFor(isDone, { describe: `${id} is not Ready again` });
  }

  /** Changes a Deployment by hand, lets Flux look at it, and gives what its spec is then. */
  async function afterChange(id: string, change: object): Promise<unknown> {
    const [namespace = '', name = ''] = id.split('/');
    await cluster().client.patch(deployment(namespace, name), { spec: change });
    await lookAgain(id);
    return (await cluster().client.get(deployment(namespace, name))).spec;
  }

  let state: ClusterState;
  let artifacts: Artifacts;

  beforeAll(async () => {
    state = await predict(join(cluster().directory, 'charts'));
    await installKinds(cluster(), state);
    await cluster().startHelm();
    cluster().keepReady();
    artifacts = await Artifacts.start(cluster().client);
    await follow(cluster(), synthesis);
    await publish(cluster(), synthesis);
    const files = Object.entries(contentOf(diskTree(directory)));
    const packed = memoryTree(
      Object.fromEntries(files.map(([path, text]) => [`external-dns/${path}`, text])),
    );
    const made = releases.map((id) => `HelmChart/${id.replace(/^(.+)\//, '$1/$1-')}`);
    await artifacts.publishSources(new Map(made.map((each) => [each, packed])), 60_000);
    await Promise.all(
      releases.map((id) =>
        waitFor(
          async () =>
            condition(await cluster().client.get(release(id)), 'Ready')?.status === 'True',
          { timeout: 60_000, describe: `${id} is not Ready` },
        ),
      ),
    );
  }, 240_000);

  afterAll(() => {
    artifacts.stop();
  });

  test('are installed as the offline Flux says, field by field', async () => {
    expect(state.releases.map(({ status }) => status)).toEqual(releases.map(() => 'applied'));
    expect(await judgeReleases(cluster(), state)).toEqual([]);
  });

  test('undo what others change', async () => {
    const spec = await afterChange('external-dns/internal', { replicas: 3 });
    expect(spec).toHaveProperty('replicas', 1);
  });

  test('leave the number of replicas to an autoscaler, and nothing else', async () => {
    const template = { spec: { serviceAccountName: 'other' } };
    const spec = await afterChange('scaled/dns', { replicas: 3, template });
    const ours = { spec: { serviceAccountName: 'dns-external-dns' } };
    expect(spec).toMatchObject({ replicas: 3, template: ours });
  });
});
