import { expect, test } from 'vitest';
import { planCluster } from '../../../lib/plan/index.ts';
import type { ClusterState } from '../../../lib/reconcile/index.ts';
import { clusterObject, configMap, kustomization as k, object } from '../support.ts';
import { inCluster } from './support.ts';

const messages = (base: ClusterState, head: ClusterState) =>
  planCluster({ base, head }).changes.flatMap(({ risks }) => risks.map(({ message }) => message));

test('shared-object counts the owners', () => {
  const c = configMap('c');
  const of = (count: number) =>
    inCluster(...['a', 'b', 'c'].map((name, index) => k(name, index < count ? [c] : [])));
  expect(messages(of(1), of(2))).toEqual([
    'flux-system/a and flux-system/b both apply it, in turn',
  ]);
  expect(messages(of(1), of(3))).toEqual([
    'flux-system/a and flux-system/b and flux-system/c all apply it, in turn',
  ]);
});

test('major-chart tells an artifact of manifests from a chart', () => {
  const using = (tag: string) => {
    const spec = { ref: { tag } };
    const made = object('source.toolkit.fluxcd.io/v1', 'OCIRepository', 'r', { spec });
    return inCluster(k('a', [made]), k('b', [], {}, { source: 'OCIRepository/demo/r' }));
  };
  expect(messages(using('1.9.0'), using('2.0.0'))).toEqual(['artifact 1.9.0 → 2.0.0 (major)']);
});

test('deleted-namespace counts what goes with it, and what cannot be applied without it', () => {
  const namespace = clusterObject('v1', 'Namespace', 'demo');
  const base = inCluster(k('a', [namespace, configMap('c'), configMap('d')]));
  expect(messages(base, inCluster(k('a', [configMap('c')])))).toEqual([
    'all in it goes with it, 2 objects that Flux knows, and 1 that the head has in it cannot be applied: flux-system/a deletes it',
  ]);
  expect(messages(base, inCluster(k('a', [])))).toEqual([
    'all in it goes with it, 2 objects that Flux knows: flux-system/a deletes it',
  ]);
});

test('renamed-owner names who builds the path, where that one applies the object', () => {
  const at = { path: 'x' };
  const c = configMap('c');
  const base = inCluster(k('a', [c], at));
  expect(messages(base, inCluster(k('b', [c], at)))).toContain(
    'flux-system/a is removed and prunes; flux-system/b builds the same path',
  );
  expect(messages(base, inCluster(k('b', [], at)))).toEqual([
    'flux-system/a is removed and prunes; what builds its path now does not apply it',
  ]);
});
