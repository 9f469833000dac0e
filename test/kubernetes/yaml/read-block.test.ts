import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitYaml, type JsonObject, readYaml } from '../../../lib/kubernetes/index.ts';
import { readBlockYaml } from '../../../lib/kubernetes/yaml/read-block.ts';

describe('reading text in block form', () => {
  test.each([
    [
      'maps and lists',
      'a:\n  b: 1\n  c:\n  - x\n  - d: 2\n    e: 3\n  - - y\n',
      { a: { b: 1, c: ['x', { d: 2, e: 3 }, ['y']] } },
    ],
    ['what is empty', 'a:\nb: {}\nc: []\nd: ""\n- ', undefined],
    [
      'values of all types',
      'a: true\nb: ~\nc: -1\nd: 1.5\ne: yes\nf: 1.2.3\n',
      { a: true, b: null, c: -1, d: 1.5, e: 'yes', f: '1.2.3' },
    ],
    ['quotes', `a: "x\\ny" # no\nb: 'it''s'\n"c d": 1\n`, { a: 'x\ny', b: "it's", 'c d': 1 }],
    [
      'literal blocks',
      'a: |\n  x\n\n   y\nb: |-\n  z\nc: |+\n  w\n\nd: 1\n',
      { a: 'x\n\n y\n', b: 'z', c: 'w\n\n', d: 1 },
    ],
    ['comments', '# a\na: b # c\n# d\nc: d#e\n', { a: 'b', c: 'd#e' }],
  ])('gives %s', (_, text, value) => {
    expect(readBlockYaml(text)).toEqual(value);
  });

  test.each([
    ['an anchor', 'a: &x 1\nb: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a flow collection', 'a: [1]\n'],
    ['a folded block', 'a: >\n  x\n'],
    ['a scalar of two lines', 'a: x\n  y\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['a merge key', '<<: {}\n'],
    ['a number of YAML 1.1', 'a: 0o17\n'],
    ['a map in a scalar', 'a: b: c\n'],
    ['a marker', 'a: 1\n--- b\n'],
    ['a tab before content', 'a:\n\tb: 1\n'],
    ['less indent than above', 'a:\n    b: 1\n  c: 2\n'],
  ])('leaves %s to the whole parser', (_, text) => {
    expect(readBlockYaml(text)).toBeUndefined();
  });

  test('names the line of a problem in the whole stream', () => {
    expect(readYaml('a: 1\n---\nb: 2\n---\nc: [\n')).toMatchObject({ line: 6 });
  });

  test('leaves what is nested without end', () => {
    expect(readBlockYaml(`${'- '.repeat(10_000)}a`)).toBeUndefined();
  });

  test('gives what was written', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => value as JsonObject);
    fc.assert(
      fc.property(json, (value) => {
        const text = emitYaml(value);
        const read = readBlockYaml(text);
        if (read !== undefined) expect(read).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
