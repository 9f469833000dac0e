import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Code, type Literal, printLiteral, printRemarks } from '../../lib/import/literal.ts';

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('${x}', '`', "'", '"', '\\', '*/', '\u2028', 'a\nb', 'a\n', '\ud800', "it's"),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a-b', '1', 'if'));
const data = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), tie('map')),
  map: fc.array(fc.tuple(key, tie('value'))).map((entries) => {
    const map = {};
    for (const [name, value] of entries) {
      Object.defineProperty(map, name, { value, enumerable: true, configurable: true });
    }
    return map;
  }),
})).value as fc.Arbitrary<Literal>;

const evaluate = (code: string): unknown => runInThisContext(`(${code})`);

test('a printed value evaluates to the value', () => {
  fc.assert(
    fc.property(data, fc.nat(20), (value, indent) => {
      expect(evaluate(printLiteral(value, { indent, column: indent }))).toEqual(value);
    }),
  );
});

test('no text leaves its quotes, and no remark its line', () => {
  const hostile = fc.array(
    fc.constantFrom("'", '"', '`', '${', '}', '\\', '\n', '\r', '\u2028', '*/', '//', ';', 'x()'),
  );
  fc.assert(
    fc.property(hostile, (parts) => {
      const text = parts.join('');
      const remarks = (): string[] => [text];
      const code = printLiteral({ [text]: text, list: [text] }, { remarks });
      expect(evaluate(code)).toEqual({ [text]: text, list: [text] });
      expect(printRemarks([text], 2).join('')).not.toMatch(/[\r\n\u2028\u2029]|\*\//);
    }),
  );
});

test('text of several lines is a line for each', () => {
  const line = 'a'.repeat(60);
  expect(printLiteral({ script: `${line}\n${line}\n` })).toBe(
    `{\n  script: [\n    '${line}',\n    '${line}',\n    '',\n  ].join('\\n'),\n}`,
  );
  expect(printLiteral('set -e\nrun')).toBe("['set -e', 'run'].join('\\n')");
});

test('what is short stands in one line, and its remarks above it', () => {
  const remarks = (path: readonly (string | number)[]): string[] =>
    path.join('.') === 'b' ? ['why b'] : [];
  expect(printLiteral({ a: { c: [1, 2] }, b: true }, { remarks })).toBe(
    '{\n  a: { c: [1, 2] },\n  // why b\n  b: true,\n}',
  );
});

test('characters that would show as others are escaped', () => {
  expect(printLiteral('a\u202eb')).toBe("'a\\u202eb'");
});

test('an expression stands as it is, and short where it has the name of its key', () => {
  expect(printLiteral({ namespace: new Code('namespace'), x: new Code('f()') })).toBe(
    '{ namespace, x: f() }',
  );
});
