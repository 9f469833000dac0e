import { describe, expect, test } from 'vitest';
import { complaints, configMap, kustomization, stateOf, statuses } from './cluster.ts';
import { memoryTree } from './memory-tree.ts';

const unknown = { substituteFrom: [{ kind: 'ConfigMap', name: 'unknown' }] };
const waitsFor = (...names: string[]): object => ({ dependsOn: names.map((name) => ({ name })) });

describe('the order of Kustomizations', () => {
  test('begins with the root, and follows what waits for what', async () => {
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'a', waitsFor('c')),
      'entry/b.yaml': kustomization('b', 'b', waitsFor('a')),
      'entry/c.yaml': kustomization('c', 'c'),
      'a/cm.yaml': configMap('demo/a'),
      'b/cm.yaml': configMap('demo/b'),
      'c/cm.yaml': configMap('demo/c'),
    });
    expect(state.kustomizations.map(({ id }) => id)).toEqual(
      ['flux-system', 'c', 'a', 'b'].map((name) => `flux-system/${name}`),
    );
    expect(state.diagnostics).toEqual([]);
  });

  test('names a circle once, and everything that waits for it', async () => {
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'x', waitsFor('b')),
      'entry/b.yaml': kustomization('b', 'x', waitsFor('a')),
      'entry/c.yaml': kustomization('c', 'x', waitsFor('b')),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(statuses(state)).toEqual({
      'flux-system': 'applied',
      a: 'waiting',
      b: 'waiting',
      c: 'waiting',
    });
    expect(complaints(state)).toEqual([
      'dependency-cycle Kustomization flux-system/a',
      'blocked-kustomization Kustomization flux-system/c',
    ]);
  });

  test('ends at one that nothing applies', async () => {
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'x', waitsFor('gone')),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(complaints(state)).toEqual(['missing-dependency Kustomization flux-system/a']);
  });

  test('ends at one that is suspended, whose objects are known but not applied', async () => {
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'x', { suspend: true }),
      'entry/b.yaml': kustomization('b', 'x', waitsFor('a')),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(statuses(state)).toEqual({ 'flux-system': 'applied', a: 'suspended', b: 'waiting' });
    const known = { inventory: [], objects: [{ id: { name: 'x' } }] };
    expect(state.kustomizations.slice(1)).toMatchObject([known, known]);
  });

  test('goes on behind a suspended one of another source, which stays Ready', async () => {
    const sourceRef = { kind: 'GitRepository', name: 'other' };
    const sources = new Map([['other', memoryTree({ 'x/cm.yaml': configMap('demo/other') })]]);
    const files = {
      'entry/a.yaml': kustomization('a', 'x', { suspend: true, sourceRef }),
      'entry/b.yaml': kustomization('b', 'x', waitsFor('a')),
      'x/cm.yaml': configMap('demo/x'),
    };
    const state = await stateOf(files, { sources });
    expect(statuses(state)).toMatchObject({ a: 'suspended', b: 'applied' });
  });

  test('does not go past an opaque one that waits itself', async () => {
    const sourceRef = { kind: 'GitRepository', name: 'other' };
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'x', { suspend: true, sourceRef }),
      'entry/b.yaml': kustomization('b', 'x', { ...waitsFor('a'), sourceRef }),
      'entry/c.yaml': kustomization('c', 'x', waitsFor('b')),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(statuses(state)).toMatchObject({ b: 'opaque', c: 'waiting' });
  });

  test('has the objects of one that waits with the values of what it waits for', async () => {
    const postBuild = { substituteFrom: [{ kind: 'ConfigMap', name: 'values' }] };
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'a', { suspend: true }),
      'entry/b.yaml': kustomization('b', 'b', { ...waitsFor('a'), postBuild }),
      'entry/c.yaml': kustomization('c', 'b', { ...waitsFor('gone'), postBuild: unknown }),
      'a/cm.yaml': configMap('flux-system/values', { NAME: 'x' }),
      'b/cm.yaml': configMap('demo/${NAME}'),
    });
    expect(statuses(state)).toMatchObject({ b: 'waiting', c: 'failed' });
    expect(state.kustomizations[2]).toMatchObject({ objects: [{ id: { name: 'x' } }] });
  });

  test('is not asked of the cluster where an expression decides', async () => {
    const dependsOn = [{ name: 'a', readyExpr: 'true' }];
    const state = await stateOf({
      'entry/a.yaml': kustomization('a', 'x', { suspend: true }),
      'entry/b.yaml': kustomization('b', 'x', { dependsOn }),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(statuses(state)).toMatchObject({ b: 'applied' });
  });

  test('ends where a parent waits for a child that waits for it', async () => {
    const state = await stateOf({
      'entry/parent.yaml': kustomization('parent', 'parent', { wait: true }),
      'entry/later.yaml': kustomization('later', 'x', waitsFor('parent')),
      'parent/child.yaml': kustomization('child', 'x', waitsFor('parent')),
      'x/cm.yaml': configMap('demo/x'),
    });
    expect(statuses(state)).toMatchObject({ child: 'waiting', later: 'waiting' });
    expect(complaints(state)).toContain('dependency-cycle Kustomization flux-system/child');
  });
});
