import { expect, test } from 'vitest';
import { differences, formatPath } from '../../lib/plan/compare/fields.ts';

function paths(before: unknown, after: unknown): readonly string[] {
  return differences(before, after).map(({ steps, change }) => `${change} ${formatPath(steps)}`);
}

const container = (more: object) => ({ containers: [{ name: 'web', ...more }, { name: 'log' }] });

test('containers, env and volumes are known by name', () => {
  const env = (value: string) => [
    { name: 'A', value: '1' },
    { name: 'B', value },
  ];
  expect(paths(container({ env: env('1') }), container({ env: env('2') }))).toEqual([
    'changed containers[web].env[B].value',
  ]);
});

test('ports are known by number and protocol, which is TCP unless they say otherwise', () => {
  const ports = [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }];
  const named = [{ containerPort: 53, protocol: 'TCP', name: 'dns' }, ports[0]];
  expect(paths(container({ ports }), container({ ports: named }))).toEqual([
    'added containers[web].ports[53/TCP].protocol',
    'added containers[web].ports[53/TCP].name',
  ]);
});

test('items of one name in another order are a change of their own', () => {
  const [first, second] = container({}).containers;
  expect(paths({ containers: [first, second] }, { containers: [second, first] })).toEqual([
    'reordered containers',
  ]);
});

test('lists without names change as a whole', () => {
  expect(paths({ args: ['a', 'b'] }, { args: ['b'] })).toEqual(['changed args']);
});

test('what only one side has is one change, and null is nothing', () => {
  expect(paths({ a: { b: 1 }, c: null }, { d: { e: { f: 1 } } })).toEqual(['removed a', 'added d']);
});

test('keys with dots are quoted', () => {
  expect(paths({ labels: { 'a.b/c': '1' } }, { labels: { 'a.b/c': '2' } })).toEqual([
    'changed labels["a.b/c"]',
  ]);
});
