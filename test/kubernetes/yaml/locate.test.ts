import { expect, test } from 'vitest';
import { FieldLines } from '../../../lib/kubernetes/index.ts';

const text = `# a comment
apiVersion: v1
kind: ConfigMap
metadata: { name: a }
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: b
data:
  x: |
    many
    lines
  y: z
items:
  - name: first
  - name: second
    deep:
      - { k: v }
`;
const lines = new FieldLines(text);
const b = { kind: 'ConfigMap', name: 'b' };

test.each([
  [[], 6],
  [['data', 'y'], 14],
  [['items', 1, 'deep', 0, 'k'], 19],
  [['data', 'missing', 'deeper'], 10],
  [['items', 7], 15],
])('finds the line of %j, or of what is above it', (path, line) => {
  expect(lines.of(b, path)).toBe(line);
});

test('tells objects of one file apart', () => {
  expect(lines.of({ kind: 'ConfigMap', name: 'a' }, ['metadata', 'name'])).toBe(4);
});

test('does not guess which object is meant', () => {
  expect(lines.of({ kind: 'ConfigMap', name: 'c' }, [])).toBeUndefined();
  expect(lines.of({ kind: 'Secret', name: 'a' }, [])).toBeUndefined();
});

test('knows an object whose name was changed on its way, if it is the only one of its kind', () => {
  expect(
    new FieldLines('kind: Pod\nmetadata:\n  name: a\n').of({ kind: 'Pod', name: 'x-a' }, [
      'metadata',
    ]),
  ).toBe(2);
});

test('finds items of lists', () => {
  const list = 'kind: List\nitems:\n  - kind: Pod\n    metadata:\n      name: a\n';
  expect(new FieldLines(list).of({ kind: 'Pod', name: 'a' }, ['metadata', 'name'])).toBe(5);
});

test.each(['', 'a: [', '- 1', '\u0000'])('finds nothing in what is no object: %j', (broken) => {
  expect(new FieldLines(broken).of(b, ['data'])).toBeUndefined();
});
