import { expect, test } from 'vitest';
import { describeCluster } from './harness/index.ts';

const configMap = (name: string): [string, string] => [
  `cluster/${name}.yaml`,
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\n`,
];

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: default }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.0.0 }] }
`;

const waitingKustomization = `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: waiting, namespace: flux-system }
spec:
  path: ./apps/web
  interval: 1h
  prune: true
  wait: true
  sourceRef: { kind: GitRepository, name: flux-system }
`;

const widget = `
apiVersion: example.org/v1alpha1
kind: Widget
metadata: { name: one, namespace: default }
spec: { size: 3 }
`;

const fluxInstance = {
  apiVersion: 'fluxcd.controlplane.io/v1',
  kind: 'FluxInstance',
  metadata: { name: 'flux', namespace: 'flux-system' },
  spec: { sync: { kind: 'GitRepository', path: 'from-instance', interval: '2h' } },
};

const root = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  name: 'flux-system',
  namespace: 'flux-system',
};

describeCluster('a cluster that follows a repository', (cluster) => {
  test('applies a commit, and its inventory lists the objects', async () => {
    await cluster().syncFrom({ path: 'cluster' });
    const tree = new Map([configMap('one'), configMap('two')]);

    await cluster().waitReady(await cluster().publish(tree));

    expect(await cluster().inventory('flux-system', 'flux-system')).toEqual([
      'default_one__ConfigMap',
      'default_two__ConfigMap',
    ]);
  });

  test('prunes what the next commit leaves out', async () => {
    await cluster().syncFrom({ path: 'cluster' });
    const both = new Map([configMap('kept'), configMap('dropped')]);
    await cluster().waitReady(await cluster().publish(both));

    await cluster().waitReady(await cluster().publish(new Map([configMap('kept')])));

    const dropped = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'dropped' };
    expect(await cluster().client.tryGet(dropped)).toBeUndefined();
  });

  test('applies kinds that nobody has defined, through stand-ins', async () => {
    await cluster().syncFrom({ path: 'cluster' });
    const tree = new Map([['cluster/widget.yaml', widget]]);

    expect(await cluster().installKindsOf(tree)).toEqual(['example.org/Widget']);
    await cluster().waitReady(await cluster().publish(tree));

    expect(await cluster().inventory('flux-system', 'flux-system')).toEqual([
      'default_one_example.org_Widget',
    ]);
  });

  test('becomes Ready with a Deployment that no kubelet runs', async () => {
    cluster().keepReady();
    await cluster().syncFrom({ path: 'cluster' });
    const tree = new Map([
      ['cluster/waiting.yaml', waitingKustomization],
      ['apps/web/deployment.yaml', deployment],
    ]);

    await cluster().waitReady(await cluster().publish(tree));

    expect(await cluster().inventory('flux-system', 'waiting')).toEqual([
      'default_web_apps_Deployment',
    ]);
  });

  test('names the Kustomization that is not Ready, and what it says', async () => {
    await cluster().syncFrom({ path: 'absent' });
    const revision = await cluster().publish(new Map([configMap('one')]));

    await expect(cluster().waitReady(revision, 5_000)).rejects.toThrow(
      /Kustomization\/flux-system\/flux-system: .*absent: no such file or directory/,
    );
  });

  test('takes path and interval of its root from a FluxInstance', async () => {
    await cluster().syncFrom(fluxInstance);

    expect((await cluster().client.get(root)).spec).toMatchObject({
      path: './from-instance',
      interval: '2h',
      prune: true,
    });
  });

  test('deletes many objects at once', async () => {
    const kind = { apiVersion: 'v1', kind: 'Namespace' };
    const names = Array.from({ length: 40 }, (_, index) => `many-${index}`);
    const { client } = cluster();
    await Promise.all(names.map((name) => client.create({ ...kind, metadata: { name } })));

    await Promise.all(names.map((name) => client.delete({ ...kind, name })));

    const left = (await client.list(kind)).filter(
      ({ metadata: { name, deletionTimestamp } }) =>
        name.startsWith('many-') && deletionTimestamp === undefined,
    );
    expect(left).toEqual([]);
  });

  test("repeats the API server's message when it refuses", async () => {
    const metadata = { name: 'Not_A_Name', namespace: 'default' };

    await expect(
      cluster().client.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata }),
    ).rejects.toThrow(/metadata\.name: Invalid value: "Not_A_Name"/);
  });
});
