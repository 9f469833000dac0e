import { expect, test } from 'vitest';
import { findKustomize } from '../../lib/io/reconcile/index.ts';
import { type ClusterState, reconcile } from '../../lib/reconcile/index.ts';
import { program } from '../../tools/programs.ts';
import { memoryTree } from '../reconcile/memory-tree.ts';
import { installKinds, judge, settle } from './fixtures/judge.ts';
import { follow, publish, synth } from './fixtures/programs.ts';
import { giveKey, homeHere, openable } from './fixtures/openable.ts';
import { RandomTrees } from './fixtures/random-trees.ts';
import { describeCluster } from './harness/index.ts';

const seeds = (process.env['SLUICE_SEEDS'] ?? '1').split(',').map(Number);
const steps = Number(process.env['SLUICE_STEPS'] ?? '12');

async function predict(tree: ReadonlyMap<string, string>, entry: string): Promise<ClusterState> {
  const kustomize = findKustomize({ SLUICE_KUSTOMIZE: await program('kustomize') });
  return reconcile({ tree: memoryTree(Object.fromEntries(tree)), entry, kustomize });
}

describeCluster('the home fleet', (cluster) => {
  test('is in a real cluster what the offline Flux says', async () => {
    const synthesis = await openable(synth(homeHere));
    const state = await predict(synthesis.tree, 'clusters/home/flux-system');
    await installKinds(cluster(), state);
    cluster().keepReady();
    await follow(cluster(), synthesis);
    await giveKey(cluster());
    const revision = await publish(cluster(), synthesis);
    await settle(cluster(), state, revision, 180_000);

    const { kustomizations, objects, disagreements } = await judge(cluster(), state);
    expect(disagreements).toEqual([]);
    expect({ kustomizations, objects }).toEqual({ kustomizations: 18, objects: 103 });
  }, 300_000);
});

describeCluster('a fleet that changes at random', (cluster) => {
  test.each(seeds)(
    'is after each change what the offline Flux says, seed %i',
    async (seed) => {
      const fleet = new RandomTrees(seed);
      const history: string[] = [];
      let objects = 0;
      cluster().keepReady();
      await cluster().syncFrom({ path: 'entry' });
      for (let step = 0; step < steps; step += 1) {
        for (let change = 0; change < 3; change += 1) history.push(fleet.mutate());
        const { tree } = fleet;
        const state = await predict(tree, 'entry');
        const revision = await cluster().publish(tree);
        await settle(cluster(), state, revision, 30_000);
        const verdict = await judge(cluster(), state);
        objects += verdict.objects;
        expect(verdict.disagreements, `step ${step}: ${history.join(', ')}`).toEqual([]);
      }
      process.stderr.write(`seed ${seed}: ${objects} objects compared\n`);
    },
    600_000,
  );
});
