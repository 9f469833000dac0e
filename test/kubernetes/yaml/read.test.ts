import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../lib/kubernetes/index.ts';
import { describeWithGo, differences } from './go.ts';

describe('a YAML stream', () => {
  test('is its documents, without the empty ones', () => {
    expect(readYaml('# none\n---\na: 1\n---\n---\nb: 2\n')).toMatchObject({
      documents: [{ a: 1 }, { b: 2 }],
    });
  });

  test('of nothing has no documents', () => {
    expect(readYaml('')).toMatchObject({ documents: [] });
  });

  test('keeps nulls, and the digits of long integers', () => {
    expect(readYaml('a: null\nb: 12345678901234567890\n')).toMatchObject({
      documents: [{ a: null, b: 12_345_678_901_234_567_890n }],
    });
  });

  test.each([
    ['a: |\n  &b *c !d <<: e\n', true],
    ['a: 1 != 2\n', true],
    ['a: &b 1\n', false],
    ['a: [!b 1]\n', false],
    ['<<: {}\n', false],
  ])('%j is in block form: %j', (text, isBlock) => {
    expect(readYaml(text)).toMatchObject({ isBlock });
  });

  test.each(['- a\n', 'a\n', 'a: 1\n---\n- b\n'])('%j holds what is no map', (text) => {
    expect(readYaml(text)).toEqual({ problem: 'a document is no map' });
  });

  test('that breaks off has the line where it does', () => {
    expect(readYaml('a: 1\n---\nb: [\n')).toMatchObject({ line: 4 });
  });

  test.each([
    'a: 1\nb: 2\na: 3\n',
    'a:\n  b: 1\n  "b": 3\n',
    '{a: {b: 1,\n  c: {},\n  b: 3}}',
    'b: 1\n---\na: {b: 1, b: 1}\n',
    '{1: a,\nb: 2,\n0x1: c}\n',
  ])('with a key given twice has the line of the second: %j', (text) => {
    expect(readYaml(text)).toEqual({ problem: 'Map keys must be unique', line: 3 });
  });

  test('whose aliases multiply is refused', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    expect(readYaml(`l0: &l0 [a]\n${levels.join('\n')}\n`)).toEqual({
      problem: 'Excessive alias count indicates a resource exhaustion attack',
    });
  });
});

/** Plain scalars that versions and parsers of YAML read as different things. */
const scalars = [
  ...[
    'a',
    'y',
    'n',
    'yes',
    'No',
    'on',
    'OFF',
    'true',
    'False',
    'TRUE',
    'tRUE',
    'null',
    'Null',
    '~',
  ],
  ...['0', '-0', '+1', '012', '-012', '08', '0o17', '-0o17', '0O17', '0b11', '-0b11', '0x1f'],
  ...[
    '-0x1F',
    '0X1F',
    '1_000',
    '1__0',
    '0x_1f',
    '0b_1',
    '0o',
    '0x',
    '0b',
    '_1',
    '1_',
    '0_7',
    '08_1',
  ],
  ...[
    '1.',
    '.5',
    '1.5',
    '+1.5',
    '1e3',
    '1E+3',
    '1.5e-3',
    '1e',
    'e1',
    '1_000.5',
    '1.0',
    '00',
    '0.0',
  ],
  ...[
    '.inf0',
    'inf',
    'NaN',
    '1:30',
    '1:30:00',
    '-1:30',
    '1.2.3',
    '30m',
    '1Gi',
    '0b12',
    '0o8',
    '0xg',
  ],
  ...['9007199254740993', '-9223372036854775808', '18446744073709551615', '0123456789', '=', '<<a'],
];

describeWithGo('kustomize', () => {
  test('reads plain scalars as they are read here', async () => {
    const checks = scalars.map((scalar) => {
      const read = readYaml(`a: ${scalar}\n`);
      if ('problem' in read) throw new Error(`${scalar}: ${read.problem}`);
      return { yaml: `a: ${scalar}\n`, value: read.documents[0] ?? {} };
    });
    const found = await differences(checks);
    expect(found.filter((each) => each.startsWith('kyaml:'))).toEqual([]);
  }, 120_000);

  test.each(
    ['|', '|+', '|-', '>', '>+', '|2'].flatMap((style) =>
      ['text', 'text\n', 'text\n  ', 'text  ', 'two\n  lines'].map(
        (block) => `a: ${style}\n  ${block}`,
      ),
    ),
  )('reads the end of a block at the end of a file as it is read here: %j', async (yaml) => {
    const read = readYaml(yaml);
    if ('problem' in read) throw new Error(read.problem);
    expect(await differences([{ yaml, value: read.documents[0] ?? {} }])).toEqual([]);
  });
});
