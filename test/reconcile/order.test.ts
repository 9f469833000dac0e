import { describe, expect, test } from 'vitest';
import { complaints, configMap, kustomization, stateOf, statuses } from './cluster.ts';

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
      a: 'failed',
      b: 'failed',
      c: 'failed',
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
    expect(statuses(state)).toEqual({ 'flux-system': 'applied', a: 'suspended', b: 'failed' });
    expect(state.kustomizations[1]).toMatchObject({
      inventory: [],
      objects: [{ id: { name: 'x' } }],
    });
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
    expect(statuses(state)).toMatchObject({ parent: 'applied', child: 'failed', later: 'failed' });
    expect(complaints(state)).toContain('dependency-cycle Kustomization flux-system/child');
  });
});
