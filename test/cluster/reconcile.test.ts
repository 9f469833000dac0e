import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { home } from '../../clusters/home/index.ts';
import { lab } from '../../clusters/lab/index.ts';
import { staging } from '../../clusters/staging/index.ts';
import { diskTree, findKustomize } from '../../lib/io/reconcile/index.ts';
import { type ClusterState, reconcile, type Tree } from '../../lib/reconcile/index.ts';
import { crdSetNames, publishedCrds } from '../../tools/crds.ts';
import { asOperatorInstalls } from '../../tools/operator.ts';
import { program } from '../../tools/programs.ts';
import { memoryTree } from '../reconcile/memory-tree.ts';
import { Artifacts } from './fixtures/external-artifacts.ts';
import { installKinds, judge, settle } from './fixtures/judge.ts';
import { giveKey, openable } from './fixtures/openable.ts';
import { follow, publish, synth } from './fixtures/programs.ts';
import { RandomTrees } from './fixtures/random-trees.ts';
import { describeCluster, installCrds, inventoryIdOf, listEverything } from './harness/index.ts';

const seeds = (process.env['SLUICE_SEEDS'] ?? '1').split(',').map(Number);
const steps = Number(process.env['SLUICE_STEPS'] ?? '12');

async function predict(
  tree: ReadonlyMap<string, string>,
  entry: string,
  sources: ReadonlyMap<string, Tree> = new Map(),
): Promise<ClusterState> {
  const kustomize = findKustomize({ SLUICE_KUSTOMIZE: await program('kustomize') });
  return reconcile({ tree: memoryTree(Object.fromEntries(tree)), entry, kustomize, sources });
}

const prune = 'kustomize.toolkit.fluxcd.io/prune';

function inventoryOf({ kustomizations }: ClusterState): readonly string[] {
  return kustomizations.flatMap(({ inventory }) => inventory);
}

describeCluster('the fleet of this repository', (cluster) => {
  /** The repository of the app `notes`, as what its instances read. */
  const notes = diskTree(fileURLToPath(new URL('../../examples/app-repository', import.meta.url)));

  beforeAll(async () => {
    for (const set of crdSetNames) {
      await installCrds(cluster().client, asOperatorInstalls(await publishedCrds(set)));
    }
    cluster().keepReady();
  }, 120_000);

  let before: readonly string[] = [];

  /** What the cluster before had and this one has not, and Flux was to prune. */
  async function leftBehind(state: ClusterState): Promise<string[]> {
    const stays = new Set(inventoryOf(state));
    return (await listEverything(cluster().client))
      .filter(({ metadata }) => metadata.annotations?.[prune] !== 'disabled')
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(inventoryIdOf)
      .filter((id) => before.includes(id) && !stays.has(id));
  }

  // One after the other in one cluster, so each also takes the place of the one before.
  test.each([
    { define: home, sources: ['notes'], kustomizations: 20, objects: 123 },
    { define: staging, sources: [], kustomizations: 20, objects: 108 },
    { define: lab, sources: ['notes', 'notes-dev'], kustomizations: 19, objects: 119 },
  ])(
    'is in a real cluster what the offline Flux says: $define.name',
    async ({ define, sources, ...expected }) => {
      const synthesis = await openable(synth(define));
      const trees = new Map(sources.map((each) => [`GitRepository/${each}/source`, notes]));
      const state = await predict(synthesis.tree, `clusters/${define.name}/flux-system`, trees);
      await installKinds(cluster(), state);
      await follow(cluster(), synthesis);
      await giveKey(cluster());
      const revision = await publish(cluster(), synthesis);
      const artifacts = await Artifacts.start(cluster().client);
      await Promise.all([
        artifacts.publishSources(trees, 180_000),
        settle(cluster(), state, revision, 180_000),
      ]);

      const { kustomizations, objects, disagreements } = await judge(cluster(), state);
      artifacts.stop();
      expect(disagreements).toEqual([]);
      expect({ kustomizations, objects }).toEqual(expected);
      expect(await leftBehind(state)).toEqual([]);
      before = inventoryOf(state);
    },
    300_000,
  );
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
