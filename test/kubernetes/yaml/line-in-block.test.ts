import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emitYaml, type JsonObject, ObjectLines, readYaml } from '../../../lib/kubernetes/index.ts';

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

test.each([
  'kind: ConfigMap\nmetadata:\n  name: a\nlist:\n- a: 1\n  b: 2\n\n# between\n- - x\n  - y:\n    - 1\n-\n  c: 3\nlast: 4\n',
  "kind: ConfigMap\nmetadata: # note\n  name: a\n\"a: b\":\n  'it''s': |\n    list:\n\n    - 1\n  x:\n    # deeper\n    y: 1\n",
  'kind: List\nitems:\n- kind: ConfigMap\n  metadata:\n    name: a\n  data:\n    b: c\n',
])('finds every line without a parser that the parser finds: %j', (stream) => {
  expectSame(stream);
});

test('finds the lines of what is written as the parser does', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => value as JsonObject);
  fc.assert(
    fc.property(json, (value) => {
      const object = { kind: 'ConfigMap', metadata: { name: 'a' }, spec: value };
      expectSame(emitYaml(object));
    }),
  );
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each: unknown, index) => [index, each] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, each]) => pathsIn(each, [...path, key]))];
}

function expectSame(stream: string): void {
  const read = readYaml(stream);
  const [document = {}] = 'documents' in read ? read.documents : [];
  const { items } = document;
  // An anchor is for the parser.
  const parsed = `${stream}zz: &anchor x\n`;
  const [quick, slow] = [new ObjectLines(stream), new ObjectLines(parsed)];
  const object = { kind: 'ConfigMap', name: 'a' };
  for (const path of pathsIn(Array.isArray(items) ? items[0] : document)) {
    expect([path, quick.of({ ...object, path })]).toEqual([path, slow.of({ ...object, path })]);
  }
}
