import { expect, test } from 'vitest';
import { inventoryId } from '../../lib/flux/index.ts';
import { configMap, kustomization, noKustomize } from './cluster.ts';
import { memoryTree } from './memory-tree.ts';
import { offlineFlux } from '../../lib/reconcile/index.ts';

test('a Kustomization builds a tree with the spec that the cluster holds, where that is given', async () => {
  const files = (path: string) => ({
    'entry/a.yaml': kustomization('a', path),
    'x/cm.yaml': configMap('demo/x'),
    'y/cm.yaml': configMap('demo/y'),
  });
  const flux = offlineFlux({ kustomize: noKustomize });
  const inventory = async (beginning: Parameters<typeof flux>[0]) =>
    (await flux(beginning)).kustomizations
      .filter(({ id }) => id === 'flux-system/a')
      .flatMap(({ objects }) => objects.map(({ id }) => inventoryId(id)));
  const entry = 'entry';
  const [base] = (await flux({ tree: memoryTree(files('x')), entry })).kustomizations.slice(1);
  const tree = memoryTree(files('y'));
  expect(await inventory({ tree, entry })).toEqual(['demo_y__ConfigMap']);
  const held = new Map(base && [[base.id, base.manifest]]);
  expect(await inventory({ tree, entry, held })).toEqual(['demo_x__ConfigMap']);
});
