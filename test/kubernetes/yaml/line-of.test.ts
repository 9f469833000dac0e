import { expect, test } from 'vitest';
import { ObjectLines } from '../../../lib/kubernetes/index.ts';

const stream = `# about it
kind: ConfigMap
metadata: { name: a, namespace: x }
data:
  one: first
  two: |
    - \${A}
    - \${B}
--- # another
kind: ConfigMap
metadata:
  name: a
  namespace: y
list:
- name: first
- name: second
  value: 2
---
kind: Secret
metadata:
  name: a
`;
const lines = new ObjectLines(stream);
const a = { kind: 'ConfigMap', name: 'a', namespace: 'x' };

test('an object is known by kind and name, and by namespace where there are several', () => {
  expect(lines.of(a)).toBe(2);
  expect(lines.of({ ...a, namespace: 'y' })).toBe(10);
  expect(lines.of({ ...a, kind: 'Secret' })).toBe(19);
});

test('a namespace that the file does not name is put in by a Kustomization', () => {
  expect(lines.of({ ...a, kind: 'Secret', namespace: 'z' })).toBe(19);
});

test('a field has the line of its key, an item of a list that where it begins', () => {
  expect(lines.of({ ...a, path: ['data', 'one'] })).toBe(5);
  expect(lines.of({ ...a, namespace: 'y', path: ['list', 1] })).toBe(16);
  expect(lines.of({ ...a, namespace: 'y', path: ['list', 1, 'value'] })).toBe(17);
});

test('a part of the text of a field has its own line', () => {
  expect(lines.of({ ...a, path: ['data', 'two'], text: '- ${B}' })).toBe(8);
});

test('a field that is not there has the line of what is above it', () => {
  expect(lines.of({ ...a, path: ['data', 'three'] })).toBe(4);
});

test('an object whose name was changed on its way is the only one of its kind, or none', () => {
  expect(lines.of({ kind: 'Secret', name: 'x-a' })).toBe(19);
  expect(lines.of({ kind: 'ConfigMap', name: 'x-a' })).toBeUndefined();
});

test('an item of a list is an object', () => {
  const list = 'kind: List\nitems:\n  - kind: Pod\n    metadata:\n      name: a\n';
  const pod = { kind: 'Pod', name: 'a' };
  expect(new ObjectLines(list).of({ ...pod, path: ['metadata', 'name'] })).toBe(5);
  expect(new ObjectLines(list).has(pod)).toBe(true);
  expect(new ObjectLines(list).has({ kind: 'List', name: 'a' })).toBe(false);
});

test('an object that is not there has none, and neither has what is no YAML', () => {
  expect(lines.of({ ...a, name: 'b' })).toBeUndefined();
  expect(new ObjectLines('kind: [').of(a)).toBeUndefined();
});
