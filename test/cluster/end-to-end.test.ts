import { beforeAll, expect, test } from 'vitest';
import { run } from '../../tools/run.ts';
import build from '../support/build.ts';
import {
  bootstrapArgs,
  bootstrapped,
  emptyCluster,
  installFile,
  projectFor,
  rewrite,
  sluice,
} from './fixtures/bootstrapping.ts';
import { type Cluster, describeWithGo, type ObjectRef, waitFor } from './harness/index.ts';

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo' };

/** Waits until a ConfigMap has this data; undefined: until there is none. */
async function untilData(
  { client }: Cluster,
  name: string,
  data: object | undefined,
): Promise<void> {
  const ref: ObjectRef = { ...configMap, name };
  await waitFor(
    async () => JSON.stringify((await client.tryGet(ref))?.['data']) === JSON.stringify(data),
    { timeout: 60_000, describe: `the ConfigMap ${name} is not ${JSON.stringify(data)}` },
  );
}

/** Has Flux look at a Kustomization now, as `flux reconcile` does. */
async function reconcile({ client }: Cluster, name: string): Promise<void> {
  const requestedAt = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
  await client.patch(
    {
      ...{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
      ...{ namespace: 'flux-system', name },
    },
    { metadata: { annotations: requestedAt } },
  );
}

describeWithGo('from an empty cluster to a fleet and back', () => {
  beforeAll(build, 300_000);

  test('each commit of the program, and its revert, reaches the cluster', async () => {
    const cluster = await emptyCluster();
    try {
      const project = await projectFor(cluster);
      const install = await installFile(project);
      await bootstrapped(cluster, project, bootstrapArgs(cluster, '--components', install));
      await untilData(cluster, 'web', { colour: 'blue' });

      const publishing = ['publish', '--repo', cluster.repository, '--branch', 'main'];
      const publish = async () =>
        expect(await sluice(project, publishing)).toMatchObject({ code: 0 });
      await rewrite(project, { web: { colour: 'red' }, shop: { size: 'large' } });
      await publish();
      await untilData(cluster, 'web', { colour: 'red' });
      await untilData(cluster, 'shop', { size: 'large' });

      // What someone edits by hand is as it was at the next look.
      await cluster.client.patch({ ...configMap, name: 'shop' }, { data: { size: 'small' } });
      await reconcile(cluster, 'shop');
      await untilData(cluster, 'shop', { size: 'large' });

      await rewrite(project, { web: { colour: 'red' } });
      await publish();
      await untilData(cluster, 'shop', undefined);

      const git = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
      const revert = [...git, 'revert', '--no-edit', 'HEAD'];
      await run('git', revert, { cwd: project.folder, env: project.env });
      await publish();
      await untilData(cluster, 'shop', { size: 'large' });

      // A rollback in the manifests repository itself.
      await rewrite(project, { web: { colour: 'green' }, shop: { size: 'large' } });
      await publish();
      await untilData(cluster, 'web', { colour: 'green' });
      const clone = `${project.folder}-manifests`;
      const { env } = project;
      await run('git', ['clone', '--quiet', cluster.repository, clone], { env });
      await run('git', revert, { cwd: clone, env });
      await run('git', ['push', '--quiet'], { cwd: clone, env });
      await untilData(cluster, 'web', { colour: 'red' });
    } finally {
      await cluster.stop();
    }
  });
});
