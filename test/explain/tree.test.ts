import { expect, test } from 'vitest';
import { plainPainter } from '../../lib/core/index.ts';
import { appsOf, treeText } from '../../lib/explain/index.ts';
import { configMap, kustomization, stateOf } from '../reconcile/cluster.ts';

async function drawn(files: Readonly<Record<string, string>>, ...open: string[]): Promise<string> {
  const apps = appsOf(await stateOf(files));
  return treeText({ name: 'home', apps }, new Set(open), plainPainter);
}

test('an app stands below the one that applies it, with what it waits for', async () => {
  const text = await drawn({
    'entry/a.yaml': kustomization('a', './a'),
    'entry/b.yaml': kustomization('b', './b', { dependsOn: [{ name: 'a' }] }),
    'a/c.yaml': kustomization('c', './c'),
    'b/map.yaml': configMap('demo/b'),
    'c/map.yaml': configMap('demo/c'),
  });
  expect(text).toBe(
    [
      'home · 4 Kustomizations, 5 objects',
      'flux-system/flux-system  2 objects',
      '├─ flux-system/a         1 object',
      '│  └─ flux-system/c      1 object',
      '└─ flux-system/b         1 object   after a',
    ].join('\n'),
  );
});

test('an app that is named shows its objects', async () => {
  const text = await drawn(
    { 'entry/a.yaml': kustomization('a', './a'), 'a/map.yaml': configMap('demo/b') },
    'a',
  );
  expect(text.split('\n').slice(2)).toEqual([
    '└─ flux-system/a         1 object',
    '   └─ ConfigMap demo/b',
  ]);
});

test('one that does not get through says so', async () => {
  const text = await drawn({
    'entry/a.yaml': kustomization('a', './a', { suspend: true }),
    'entry/b.yaml': kustomization('b', './gone'),
    'a/map.yaml': configMap('demo/b'),
  });
  expect(text).toMatch(/a +1 object +suspended\n.*b +0 objects +failed$/);
});

test('a name cannot speak to the terminal', () => {
  const apps = [
    {
      id: 'a/\u001b[31m',
      status: 'applied',
      path: '.',
      after: [],
      objects: [],
      makers: [],
      apps: [],
    },
  ] as const;
  expect(treeText({ name: 'home', apps }, new Set(), plainPainter)).not.toContain('\u001b');
});
