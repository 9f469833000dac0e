import { expect, test } from 'vitest';
import { treeOf } from '../../lib/cli/synthesized-tree.ts';
import { findKustomize } from '../../lib/io/reconcile/index.ts';
import { offlineFlux } from '../../lib/reconcile/index.ts';
import { validateTree } from '../../lib/validate/index.ts';
import { synth } from './fleets.ts';

// What the charts of others install, what is sealed, and what the repositories of apps hold.
const notAtHand = ['opaque-chart', 'sealed-object', 'unknown-source'];

const validations = await validateTree(
  treeOf(synth(), process.cwd()),
  undefined,
  offlineFlux({ kustomize: findKustomize({}) }),
);

test.each(validations)('nothing is wrong with $name', ({ findings }) => {
  expect(findings.filter(({ code }) => !notAtHand.includes(code))).toEqual([]);
});

test('nothing is suppressed without a reason', () => {
  const reasons = validations.flatMap(({ suppressed }) => suppressed.map(({ reason }) => reason));
  expect(reasons.filter((reason) => reason.trim() === '')).toEqual([]);
});

test('all three clusters are validated', () => {
  expect(validations.map(({ name }) => name).sort()).toEqual(['home', 'lab', 'staging']);
});
