import { ApiObject, JsonPatch } from 'cdk8s';
import type { Cluster } from 'sluice';
import { expect, test } from 'vitest';
import { home } from '../../clusters/home/index.ts';
import { textAt, listAt } from '../../lib/kubernetes/index.ts';
import { planCluster } from '../../lib/plan/index.ts';
import type { ClusterState } from '../../lib/reconcile/index.ts';
import { instancesOf, sharedBetweenEnvironments } from '../../lib/verify/index.ts';
import { stateOf } from '../reconcile/cluster.ts';
import { synth } from './fleets.ts';

const fleet = synth();

test('the fleet has no mistakes', () => {
  expect(fleet.diagnostics).toEqual([]);
});

test('instances of different environments share no namespace, no host and no secret', () => {
  expect(sharedBetweenEnvironments(instancesOf(fleet))).toEqual([]);
});

test('an app takes from the store only what is of its environment', () => {
  const taken = instancesOf(fleet).flatMap(({ environment, objects }) =>
    objects
      .filter(({ manifest }) => manifest.kind === 'ExternalSecret')
      .flatMap(({ manifest }) => listAt(manifest, 'spec', 'data'))
      .map((each) => [environment, textAt(each, 'remoteRef', 'key')?.split('-')[0]]),
  );
  expect(taken.filter(([environment, prefix]) => environment !== prefix)).toEqual([]);
});

test('a change of one value of an app is a change of that app alone', async () => {
  const base = await stateOfHome(() => undefined);
  const head = await stateOfHome((cluster) => {
    const path = 'podinfo/podinfo/Deployment';
    const deployment = cluster.node.findAll().find(({ node }) => node.path.endsWith(path));
    ApiObject.of(deployment ?? cluster).addJsonPatch(JsonPatch.replace('/spec/replicas', 5));
  });
  const { changes } = planCluster({ base, head });
  expect(
    changes.map(({ object, fields }) => [object.kind, fields.map((each) => each.path)]),
  ).toEqual([['Deployment', ['spec.replicas']]]);
});

/** What Flux makes of the cluster `home`. */
function stateOfHome(change: (cluster: Cluster) => void): Promise<ClusterState> {
  const { tree } = synth((all) => {
    home(all);
    all.clusters.forEach(change);
  });
  return stateOf(Object.fromEntries(tree), { entry: 'clusters/home/flux-system' });
}
