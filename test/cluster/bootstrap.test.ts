import { beforeAll, expect, test } from 'vitest';
import { run } from '../../tools/run.ts';
import build from '../support/build.ts';
import {
  bootstrapArgs,
  bootstrapped,
  clusterKey,
  emptyCluster,
  installFile,
  kubeconfigWith,
  type Project,
  projectFor,
  sluice,
} from './fixtures/bootstrapping.ts';
import { type Cluster, describeWithGo, listEverything } from './harness/index.ts';

interface Managed {
  readonly managedFields?: readonly { readonly manager: string }[];
}

/** What is there, with its version and those who have fields of it. */
async function versions({ client }: Cluster): Promise<readonly string[]> {
  const all = await listEverything(client);
  return all
    .map(({ kind, metadata: { namespace = '', name, resourceVersion = '', ...rest } }) => {
      const managers = ((rest as Managed).managedFields ?? []).map(({ manager }) => manager);
      return `${kind} ${namespace}/${name} ${resourceVersion} ${managers.join(' ')}`;
    })
    .sort();
}

/** The same once nothing changes by itself any more: a new API server still makes objects of its own. */
async function settledVersions(cluster: Cluster): Promise<readonly string[]> {
  const first = await versions(cluster);
  await new Promise((resolve) => void setTimeout(resolve, 1000));
  const second = await versions(cluster);
  return first.join() === second.join() ? second : settledVersions(cluster);
}

/** What Sluice manages, kinds of Flux excepted. */
function heldIn(all: readonly string[]): readonly string[] {
  return all.flatMap((each) => {
    const [kind, name, , ...managers] = each.split(' ');
    if (kind === 'CustomResourceDefinition' || !managers.includes('sluice')) return [];
    return [`${kind} ${name}`];
  });
}

async function withCluster(act: (cluster: Cluster) => Promise<void>): Promise<void> {
  const cluster = await emptyCluster();
  try {
    await act(cluster);
  } finally {
    await cluster.stop();
  }
}

const modes = [
  ['the components of Flux', '--components', "flux: 'components',"],
  ['flux-operator', '--operator', ''],
] as const;

describeWithGo('an empty cluster', () => {
  beforeAll(build, 300_000);

  test.each(modes)('is bootstrapped with %s, and a second run changes nothing', async (...mode) => {
    const [, option, settings] = mode;
    await withCluster(async (cluster) => {
      const project = await projectFor(cluster, settings);
      const args = bootstrapArgs(cluster, option, await installFile(project));
      const first = await bootstrapped(cluster, project, args);
      expect(first.stdout).toContain('home is ready: 2 Kustomizations');

      const before = await versions(cluster);
      const second = await sluice(project, args);
      expect(second).toMatchObject({ code: 0 });
      expect(await versions(cluster)).toEqual(before);
      // All else is Flux's by then.
      expect(heldIn(before)).toEqual([
        'ConfigMap flux-system/sluice-cluster',
        'Deployment flux-system/kustomize-controller',
        'Secret flux-system/flux-system',
        'Secret flux-system/sops-age',
      ]);
      const decrypted = await cluster.client.get({
        ...{ apiVersion: 'v1', kind: 'Secret', namespace: 'demo', name: 'db' },
      });
      expect(decrypted['data']).toEqual({ password: btoa('correct horse') });
      for (const { stdout, stderr } of [first, second]) {
        expect(stdout + stderr).not.toContain(clusterKey.secret);
        expect(stdout + stderr).not.toContain('PRIVATE KEY');
      }
    });
  });
});

describeWithGo('a cluster and its repository are left alone', () => {
  beforeAll(build, 300_000);

  /** Refused, with nothing changed in the cluster or the repository. */
  async function refusal(
    cluster: Cluster,
    project: Project,
    more: readonly string[] = [],
  ): Promise<string> {
    const commits = () => run('git', ['-C', cluster.repository, 'rev-parse', 'main']);
    const [before, tip] = [await settledVersions(cluster), await commits()];
    const install = ['--components', await installFile(project)];
    const { code, stderr } = await sluice(project, bootstrapArgs(cluster, ...install, ...more));
    expect(code).toBe(1);
    expect(await versions(cluster)).toEqual(before);
    expect(await commits()).toBe(tip);
    return stderr;
  }

  test('whatever makes bootstrap refuse', async () => {
    await withCluster(async (cluster) => {
      const project = await projectFor(cluster);
      const nobody = kubeconfigWith(cluster, project, { as: 'nobody' });
      expect(await refusal(cluster, project, ['--kubeconfig', nobody])).toMatch(
        /missing-rights {2}the kubeconfig may not get namespaces, get configmaps in flux-system/,
      );
      const expired = kubeconfigWith(cluster, project, { token: 'expired' });
      expect(await refusal(cluster, project, ['--kubeconfig', expired])).toMatch(
        /cluster-failed {2}kubectl: .*logged in/,
      );
      expect(await refusal(cluster, project, ['--context', 'other'])).toMatch(
        /cluster-failed {2}kubectl: .*context "other" does not exist/,
      );
      const stranger = { ...project, env: { ...project.env, SOPS_AGE_KEY: '' } };
      expect(await refusal(cluster, stranger)).toContain('missing-decryption-key');
      expect(await refusal(cluster, project, ['--repo', '/'])).toContain('publish-failed');

      const namespace = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'flux-system' },
      };
      await cluster.client.create(namespace);
      const identity = {
        ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { name: 'staging' } },
        metadata: { name: 'sluice-cluster', namespace: 'flux-system' },
      };
      await cluster.client.create(identity);
      expect(await refusal(cluster, project)).toContain(
        'other-cluster  the kubeconfig leads to the cluster staging, not to home',
      );
    });
  });
});
