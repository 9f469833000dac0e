import { expect, test } from 'vitest';
import { heldSpecs, planCluster } from '../../lib/plan/index.ts';
import type { ReconciledKustomization, ReconciledObject } from '../../lib/reconcile/index.ts';
import { inCluster } from './rules/support.ts';
import { after, changesOf, claim, inWords, kustomization as k, told } from './support.ts';

type Spec = Parameters<typeof k>[2];

const data = claim('data');
const components = { components: ['../data'] };

/** From the old spec to the new one, where the old one builds something of the new revision. */
function between(
  before: ReconciledKustomization,
  next: ReconciledKustomization,
  built: readonly ReconciledObject[] = [],
) {
  const mixed = new Map([[next.id, built]]);
  return inWords(changesOf(inCluster(before), inCluster(next), { mixed }));
}

test('what the old spec does not build of the new revision may be pruned, whatever both have', () => {
  expect(between(k('a', [data]), k('a', [data], components))).toEqual([
    're-created? PersistentVolumeClaim data (late-spec)',
  ]);
  const built = k('a', [data]).objects;
  expect(between(k('a', [data]), k('a', [data], components), built)).toEqual([]);
});

test('so may what the new spec fails to build', () => {
  const failed = k('a', [], components, { status: 'failed' });
  expect(between(k('a', [data]), failed)).toEqual([
    'deleted? PersistentVolumeClaim data (late-spec)',
  ]);
});

test('nothing is pruned by a spec that does not, of an object that says so, or unless known', () => {
  const off = { prune: false };
  expect(between(k('a', [data], off), k('a', [data], { ...off, ...components }))).toEqual([]);
  const kept = told(data, { prune: 'disabled' });
  expect(between(k('a', [kept]), k('a', [kept], components))).toEqual([]);
  const [base, head] = [inCluster(k('a', [data])), inCluster(k('a', [data], components))];
  expect(inWords(changesOf(base, head))).toEqual([]);
});

test('a Kustomization that waits for its parent gets the new spec first', () => {
  const of = (spec: object) =>
    inCluster(
      k('parent', []),
      k('a', [data], { ...after('parent'), ...spec }, { parent: 'parent' }),
    );
  const mixed = new Map([['flux-system/a', []]]);
  expect(inWords(changesOf(of({}), of(components), { mixed }))).toEqual([]);
});

test('the risk is a danger where the object holds data, and says why', () => {
  const mixed = new Map([['flux-system/a', []]]);
  const { changes } = planCluster(
    { base: inCluster(k('a', [data])), head: inCluster(k('a', [data], components)) },
    { mixed },
  );
  const risks = changes.flatMap((change) => change.risks.map(({ code, level }) => [code, level]));
  expect(risks).toEqual([
    ['deleted-volume-claim', 'danger'],
    ['late-spec', 'caution'],
  ]);
});

test('what an old spec takes from another owner may be pruned by the new one', () => {
  const state = (spec: Spec, ...taken: (typeof data)[]) =>
    inCluster(k('a', [...taken], spec), k('b', [data]));
  const mixed = new Map([['flux-system/a', k('a', [data]).objects]]);
  const planned = (head: ReturnType<typeof inCluster>) =>
    changesOf(state({ path: 'x' }), head, { mixed });
  const [change] = planned(state({ path: 'y' }));
  expect(inWords(change ? [change] : [])).toEqual([
    're-created? PersistentVolumeClaim data (late-spec)',
  ]);
  expect(change?.risks[0]?.message).toBe('data is lost: flux-system/a may delete it first');
  expect(inWords(planned(state({ path: 'y', prune: false })))).toEqual([]);
});

test('what an old spec makes that nobody had is empty when the new one prunes it', () => {
  const mixed = new Map([['flux-system/a', k('a', [data]).objects]]);
  const of = (path: string) => inCluster(k('a', [], { path }));
  expect(inWords(changesOf(of('x'), of('y'), { mixed }))).toEqual([]);
});

test('specs are held that build something else, of Kustomizations that others apply', () => {
  const ids = (before: Spec, next: Spec) => [
    ...heldSpecs(inCluster(k('a', [], before)), inCluster(k('a', [], next))).keys(),
  ];
  expect(ids({}, components)).toEqual(['flux-system/a']);
  expect(ids({}, { interval: '5m', prune: false })).toEqual([]);
  expect(ids({ suspend: true }, components)).toEqual([]);
});

test('what one that goes builds of the new revision may be deleted with it', () => {
  const [other, gone] = [k('other', [data]), k('a', [])];
  const mixed = new Map([[gone.id, other.objects]]);
  const changes = changesOf(inCluster(other, gone), inCluster(other), { mixed });
  expect(inWords(changes)).toEqual(['re-created? PersistentVolumeClaim data (late-spec)']);
});

test('one that goes is asked what it builds where another one has its folder', () => {
  const held = (spec: Spec, folder: string): readonly string[] => {
    const gone = k('a', [], { path: 'mine', ...spec });
    const other = k('other', [], { path: folder });
    return [...heldSpecs(inCluster(gone, other), inCluster(other)).keys()];
  };
  expect(held({}, 'mine')).toEqual(['flux-system/a']);
  expect(held({}, 'mine/below')).toEqual(['flux-system/a']);
  expect(held({}, 'other')).toEqual([]);
  expect(held({ prune: false }, 'mine')).toEqual([]);
  expect(held({ suspend: true }, 'mine')).toEqual([]);
});
