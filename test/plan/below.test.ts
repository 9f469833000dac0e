import { expect, test } from 'vitest';
import { belowInBase, belowInHead } from '../../lib/plan/index.ts';
import { configMap, kustomization, stateOf } from '../reconcile/cluster.ts';
import { changesOf, inWords } from './support.ts';

type Files = Readonly<Record<string, string>>;

/** A parent with a child, and what a running cluster makes of one after the other. */
async function between(before: Files, after: Files): Promise<readonly string[]> {
  const base = await stateOf(before, { below: belowInBase });
  return inWords(changesOf(base, await stateOf(after, { below: belowInHead(base) })));
}

const files = (parent: object, value: string, more: Files = {}): Files => ({
  'entry/parent.yaml': kustomization('parent', 'parent', parent),
  'entry/off.yaml': kustomization('off', 'off', { suspend: true }),
  'off/c.yaml': configMap('demo/off'),
  'parent/child.yaml': kustomization('child', 'child'),
  'child/c.yaml': configMap('demo/c', { value }),
  ...more,
});
const suspended = { suspend: true };
const waiting = { dependsOn: [{ name: 'off' }] };

test.each([suspended, waiting])('a Kustomization goes on below one with %j', async (holding) => {
  const updated = ['updated ConfigMap c'];
  expect(await between(files({}, '1'), files(holding, '2'))).toEqual(updated);
  expect(await between(files(holding, '1'), files(holding, '2'))).toEqual(updated);
  expect(await between(files(holding, '1'), files({}, '2'))).toEqual(updated);
});

test('it goes on with the spec that it has', async () => {
  const other = {
    'parent/child.yaml': kustomization('child', 'other'),
    'other/c.yaml': configMap('demo/other'),
  };
  expect(await between(files(suspended, '1'), files(suspended, '2', other))).toEqual([
    'updated ConfigMap c',
  ]);
});

test('it goes on below one that fails', async () => {
  const broken = { 'parent/broken.yaml': 'kind: [' };
  expect(await between(files({}, '1'), files({}, '2', broken))).toEqual(['updated ConfigMap c']);
});

test('what waits for it goes on, too', async () => {
  const later = (value: string) => ({
    'entry/later.yaml': kustomization('later', 'later', { dependsOn: [{ name: 'child' }] }),
    'later/c.yaml': configMap('demo/later', { value }),
  });
  expect(
    await between(files(suspended, '1', later('1')), files(suspended, '1', later('2'))),
  ).toEqual(['updated ConfigMap later']);
});

test('it goes where its parent may drop it before that one is suspended', async () => {
  const without = { 'parent/child.yaml': configMap('demo/instead') };
  expect(await between(files({}, '1'), files(suspended, '1', without))).toEqual([
    'deleted? ConfigMap c (removed-owner)',
    'deferred? ConfigMap instead (suspended)',
  ]);
  expect(await between(files(suspended, '1'), files(suspended, '1', without))).toEqual([
    'deferred ConfigMap instead (suspended)',
  ]);
});
