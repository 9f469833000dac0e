import { expect, test } from 'vitest';
import { ObjectLines } from '../../../lib/kubernetes/index.ts';

const text = `# a comment
---
# kind: not yet
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data:
  text: |
    kind: not this
`;

const lineIn = (stream: string, ...path: string[]): number | undefined =>
  new ObjectLines(stream).of({ kind: 'ConfigMap', name: 'a', path });

test.each([
  ['an object, below its comments', [], 4],
  ['a key of its top, not one that a comment or a text has', ['kind'], 5],
  ['a key below', ['data', 'text'], 9],
  ['what is not there: the object', ['spec'], 4],
])('finds the line of %s', (_, path, line) => {
  expect(lineIn(text, ...path)).toBe(line);
  expect(lineIn(text.replaceAll('\n', '\r\n'), ...path)).toBe(line);
});
