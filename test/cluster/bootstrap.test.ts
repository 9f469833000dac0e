import { beforeAll, expect, test } from 'vitest';
import build from '../support/build.ts';
import {
  bootstrapArgs,
  bootstrapped,
  emptyCluster,
  installFile,
  projectFor,
  sluice,
} from './fixtures/bootstrapping.ts';
import { describeWithGo, listEverything, type Cluster } from './harness/index.ts';

/** What is there, with its version and who manages it. */
async function versions({ client }: Cluster): Promise<readonly string[]> {
  const all = await listEverything(client);
  return all
    .map(({ kind, metadata: { namespace = '', name, resourceVersion = '', ...rest } }) => {
      const { managedFields = [] } = rest as { managedFields?: { manager: string }[] };
      const managers = managedFields.map(({ manager }) => manager).join(' ');
      return `${kind} ${namespace}/${name} ${resourceVersion} ${managers}`;
    })
    .sort();
}

describeWithGo('an empty cluster', () => {
  beforeAll(build, 300_000);

  test('is bootstrapped with the components of Flux, and a second run changes nothing', async () => {
    const cluster = await emptyCluster();
    try {
      const project = await projectFor(cluster);
      const args = bootstrapArgs(cluster, '--components', await installFile(project));
      const first = await bootstrapped(cluster, project, args);
      expect(first).toMatchObject({ code: 0 });
      console.log(first.stdout, first.stderr);
      const before = await versions(cluster);
      const second = await sluice(project, args);
      console.log(second.stdout, second.stderr);
      expect(second).toMatchObject({ code: 0 });
      expect(await versions(cluster)).toEqual(before);
      console.log(before.filter((each) => /sluice/.test(each)).join('\n'));
    } finally {
      await cluster.stop();
    }
  });
});
