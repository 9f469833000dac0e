import { describe, expect, test } from 'vitest';
import { after, claim, configMap, kustomization as k } from '../support.ts';
import { planCluster } from '../../../lib/plan/index.ts';
import { inCluster, risksBetween } from './support.ts';

const c = configMap('c');
const data = claim('data');
const off = { suspend: true };

test('moved-data and moved-object warn of a move that may delete first', () => {
  const move = (object: typeof c) =>
    risksBetween(inCluster(k('a', [object]), k('b', [])), inCluster(k('a', []), k('b', [object])));
  expect(move(data)).toEqual(['moved-data']);
  expect(move(c)).toEqual(['moved-object']);
});

test('they are silent where the order is safe', () => {
  expect(
    risksBetween(
      inCluster(k('b', []), k('a', [c, data], after('b'))),
      inCluster(k('b', [c, data]), k('a', [], after('b'))),
    ),
  ).toEqual([]);
});

test('renamed-owner warns of a Kustomization of another name, if its path is the same', () => {
  const at = (path: string) => ({ path });
  const from = inCluster(k('a', [c], at('x')));
  expect(risksBetween(from, inCluster(k('b', [c], at('x'))))).toEqual([
    'moved-object',
    'renamed-owner',
  ]);
  expect(risksBetween(from, inCluster(k('b', [c], at('y'))))).toEqual(['moved-object']);
});

test('changed-path warns of what the new path lacks, and not of what it has', () => {
  const from = inCluster(k('a', [c], { path: 'x' }));
  expect(risksBetween(from, inCluster(k('a', [], { path: 'y' })))).toEqual(['changed-path']);
  expect(risksBetween(from, inCluster(k('a', [c], { path: 'y' })))).toEqual([]);
});

test('left-over-path warns of an old folder that is still there, and not of one that is gone', () => {
  const [from, to] = [
    inCluster(k('a', [c], { path: './x' })),
    inCluster(k('a', [c], { path: './y' })),
  ];
  expect(risksBetween(from, to, { hasFolder: (folder) => folder === 'x' })).toEqual([
    'left-over-path',
  ]);
  expect(risksBetween(from, to)).toEqual([]);
});

test('lost-entry warns of a file that is still there, and not of one that is gone', () => {
  const file = 'apps/a/c.yaml';
  const { objects, ...rest } = k('a', [c]);
  const from = inCluster({ ...rest, objects: objects.map((each) => ({ ...each, file })) });
  const hasFile = (name: string) => name === file;
  expect(risksBetween(from, inCluster(k('a', [])), { hasFile })).toEqual(['lost-entry']);
  expect(risksBetween(from, inCluster(k('a', [])))).toEqual([]);
});

test('shared-object warns of a second owner, and not of the one that leaves', () => {
  const one = inCluster(k('a', [c]), k('b', []));
  const both = inCluster(k('a', [c]), k('b', [c]));
  expect(risksBetween(one, both)).toEqual(['shared-object']);
  expect(risksBetween(both, one)).toEqual(['moved-object']);
});

test('shared-object counts the owners', () => {
  const of = (count: number) =>
    inCluster(...['a', 'b', 'c'].map((name, index) => k(name, index < count ? [c] : [])));
  const messages = (count: number) =>
    planCluster({ base: of(1), head: of(count) }).changes.flatMap(({ risks }) =>
      risks.map(({ message }) => message),
    );
  expect(messages(2)).toEqual(['flux-system/a and flux-system/b both apply it, in turn']);
  expect(messages(3)).toEqual([
    'flux-system/a and flux-system/b and flux-system/c all apply it, in turn',
  ]);
});

test('late-protection warns of a switch that comes with what it protects from', () => {
  expect(risksBetween(inCluster(k('a', [c])), inCluster(k('a', [], { prune: false })))).toEqual([
    'late-protection',
  ]);
  expect(risksBetween(inCluster(k('a', [c])), inCluster(k('a', [c], { prune: false })))).toEqual(
    [],
  );
});

test('late-suspension warns of a change that the suspension may miss', () => {
  const next = configMap('c', { data: { a: '1' } });
  expect(risksBetween(inCluster(k('a', [c])), inCluster(k('a', [next], off)))).toEqual([
    'late-suspension',
  ]);
  expect(risksBetween(inCluster(k('a', [c], off)), inCluster(k('a', [next], off)))).toEqual([
    'suspended-owner',
  ]);
});

test('blocked-predecessor warns behind a suspended one, and not behind another source', () => {
  const first = (source: string) => k('first', [], off, { source });
  const state = (source: string, ...objects: (typeof c)[]) =>
    inCluster(first(source), k('a', objects, after('first')));
  const own = 'GitRepository/flux-system/flux-system';
  expect(risksBetween(state(own), state(own, c))).toEqual(['blocked-predecessor']);
  expect(risksBetween(state('Bucket/x/y'), state('Bucket/x/y', c))).toEqual([]);
});

describe('large-change-set', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => configMap(`c${index}`));
  const shrunk = (from: number, to: number) =>
    risksBetween(inCluster(k('a', many(from))), inCluster(k('a', many(to))));

  test('warns if a good part of many goes', () => {
    expect(shrunk(40, 25)).toEqual(['large-change-set']);
  });

  test('is silent of few, or of a small part', () => {
    expect(shrunk(9, 0)).toEqual([]);
    expect(shrunk(100, 89)).toEqual([]);
  });
});

test('stopped-owner names what is no longer applied, and not what never was', () => {
  const failed = inCluster(k('a', [], {}, { status: 'failed' }));
  expect(risksBetween(inCluster(k('a', [c])), failed)).toEqual(['stopped-owner']);
  expect(risksBetween(failed, failed)).toEqual([]);
});
