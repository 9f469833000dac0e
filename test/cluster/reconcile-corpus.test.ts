import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskTree, findKustomize } from '../../lib/io/reconcile/index.ts';
import { type ClusterState, reconcile } from '../../lib/reconcile/index.ts';
import { program } from '../../tools/programs.ts';
import { Artifacts, createControllerAccount } from './fixtures/external-artifacts.ts';
import { installKinds, judge, settle } from './fixtures/judge.ts';
import { type Cluster, describeCluster } from './harness/index.ts';

/** A folder of checkouts, by `<owner>-<repository>`; the configuration leaves this file out without. */
const corpus = process.env['SLUICE_CORPUS'] ?? '';

// A Kustomization that waits for another's health holds a worker; home clusters scale to zero.
const options = {
  apiServerFlags: ['--feature-gates=HPAScaleToZero=true'],
  controllerFlags: ['--concurrent=100', '--requeue-dependency=2s'],
};

const trees = [
  ['onedr0p-home-ops', 'kubernetes/flux/cluster'],
  ['fluxcd-flux2-kustomize-helm-example', 'clusters/staging'],
  ['fluxcd-flux2-kustomize-helm-example', 'clusters/production'],
  ['fluxcd-flux2-multi-tenancy', 'clusters/staging'],
  ['fluxcd-flux2-multi-tenancy', 'clusters/production'],
].filter(([repository = '']) => existsSync(join(corpus, repository)));

/** How long the largest repository may take, in milliseconds. */
const patience = Number(process.env['SLUICE_PATIENCE'] ?? '240000');

async function predict(directory: string, entry: string): Promise<ClusterState> {
  const env = { SLUICE_KUSTOMIZE: await program('kustomize') };
  return reconcile({ tree: diskTree(directory), entry, kustomize: findKustomize(env) });
}

async function compare(cluster: Cluster, directory: string, entry: string): Promise<void> {
  const state = await predict(directory, entry);
  await installKinds(cluster, state);
  cluster.keepReady();
  await cluster.syncFrom({ path: entry });
  const revision = await cluster.publish(directory);
  await createControllerAccount(cluster.client);
  const artifacts = await Artifacts.start(cluster.client);
  await artifacts.publishGenerated(state, diskTree(directory));
  await Promise.all([
    // What never comes is among the disagreements.
    artifacts.publishOpaque(state, patience).catch(() => undefined),
    settle(cluster, state, revision, patience),
  ]);
  const { kustomizations, objects, disagreements } = await judge(cluster, state);
  artifacts.stop();
  process.stderr.write(
    `${directory} ${entry}: ${kustomizations} Kustomizations, ${objects} objects\n`,
  );
  expect(disagreements).toEqual([]);
}

describe.each(trees)('%s %s', (repository = '', entry = '') => {
  describeCluster(
    'in a real cluster',
    (cluster) => {
      test('is what the offline Flux says', async () => {
        await compare(cluster(), join(corpus, repository), entry);
      }, 600_000);
    },
    options,
  );
});
