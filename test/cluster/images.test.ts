import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { Cluster } from '../../lib/io/cluster/index.ts';
import { program } from '../../tools/programs.ts';
import { temporaryFolder } from '../support/folder.ts';
import { describeCluster } from './harness/index.ts';

function pod(name: string, images: readonly string[], initial: readonly string[] = []) {
  const containers = images.map((image, index) => ({ name: `c${index}`, image }));
  const initContainers = initial.map((image, index) => ({ name: `i${index}`, image }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers, ...(initial.length > 0 && { initContainers }) },
  };
}

describeCluster('the images that run', (cluster) => {
  test('are those of running pods, by namespace', async () => {
    const { client, kubeconfig } = cluster();
    for (const each of [pod('a', ['one:1', 'two:2'], ['zero:0']), pod('b', ['one:2'])]) {
      await client.create(each);
      const { name, namespace } = each.metadata;
      const ref = { apiVersion: 'v1', kind: 'Pod', name, namespace };
      await client.patch(ref, { status: { phase: 'Running' } }, { subresource: 'status' });
    }
    await client.create(pod('waiting', ['three:3']));
    const env = { PATH: dirname(await program('kubectl')), HOME: temporaryFolder() };
    const images = await new Cluster({ kubeconfig }, env).runningImages();
    expect(images.get('default')?.toSorted()).toEqual(['one:1', 'one:2', 'two:2', 'zero:0']);
  });
});
