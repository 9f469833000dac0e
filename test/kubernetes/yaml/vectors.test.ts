import { describe, expect, test } from 'vitest';
import { emitYaml, type JsonObject, type JsonValue } from '../../../lib/kubernetes/index.ts';

/** Text that needs no quotes: no parser reads anything else. */
const plain = [
  ...['a', 'web', 'a-b', 'a_b', 'A', 'yesterday', 'none', 'nil', 'inf', 'nan', 'Infinity', '_1'],
  ...['a b', 'a#b', 'a:b', 'a=b', 'a, b', 'a [b]', 'a {b}', 'a & b', 'a*', 'a!', "it's", 'a "b"'],
  ...['./x', '/x', '/etc/ssl/*.pem', 'https://example.org/?a=b#c', 'ssh://git@example.org/a.git'],
  ...['v1', 'v1.2.3', 'apps/v1', 'ghcr.io/stefanprodan/podinfo:6.9.4', 'node-role.kubernetes.io/a'],
  ...['30m', '250m', '128Mi', '1Gi', '1.5Gi', '10k', '5s', '90s', '24h', '1h30m', '30Ki'],
];

/** Text that some parser reads as something else: a word, a number, a date or syntax. */
const quoted = [
  ...['', ' ', 'y', 'Y', 'n', 'yes', 'No', 'on', 'ON', 'off', 'true', 'False', 'null', 'Null', '~'],
  ...['0', '-1', '+1', '012', '08', '0o17', '0b11', '0x1f', '1_000', '1.', '.5', '1.10', '6.9'],
  ...['1e3', '12E+3', 'e1', '.inf', '-.Inf', '.nan', '1:30', '1:30:00', '2001-01-01', '1d', '1t'],
  ...['2001-12-14T21:59:43Z', '10.0.0.1', '1.2.3', '10.0.0.0/8', '192.168.0.1:80'],
  ...['-', '- a', '-a', '--flag', '---', '...', '..', '../x', '?', '? a', ':', ': a', ':8080', '='],
  ...[
    '<<',
    '&a',
    '*a',
    '*',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
    '#a',
    '[a]',
    '{a}',
    ',a',
    '"a"',
    "'a'",
  ],
  ...[
    'a:',
    'a: b',
    'a #b',
    ' a',
    'a ',
    '$a',
    '${A}',
    '{{ .A }}',
    '(a)',
    '\\a',
    'ä',
    '日本語',
    '🙂',
  ],
];

test.each(plain)('text is plain: %j', (text) => {
  expect(emitYaml({ a: text })).toBe(`a: ${text}\n`);
});

test.each(quoted)('text is quoted: %j', (text) => {
  expect(emitYaml({ a: text })).toBe(`a: ${JSON.stringify(text)}\n`);
});

test.each([...plain, ...quoted])('a key is written as text is: %j', (key) => {
  const [, text] = emitYaml({ a: key }).trimEnd().split(/^a: /);
  expect(emitYaml({ [key]: 1 })).toBe(`${text ?? ''}: 1\n`);
});

test.each([
  ['a quote', 'a"b: c', '"a\\"b: c"'],
  ['a backslash', '\\', '"\\\\"'],
  ['a tab', 'a\tb', '"a\\tb"'],
  ['a carriage return', 'a\rb', '"a\\rb"'],
  ['a line of Windows', 'a\r\nb', '"a\\r\\nb"'],
  ['NUL', 'a\0', '"a\\x00"'],
  ['escape', '\u001b[31m', '"\\x1b[31m"'],
  ['DEL', '\u007f', '"\\x7f"'],
  ['next line', 'a\u0085b', '"a\\x85b"'],
  ['line separator', 'a\u2028b', '"a\\u2028b"'],
  ['paragraph separator', 'a\u2029b', '"a\\u2029b"'],
  ['byte order mark', '\ufeffa', '"\\ufeffa"'],
  ['non-character', '\ufffe\uffff', '"\\ufffe\\uffff"'],
  ['lone newline', '\n', '"\\n"'],
  ['leading newline', '\na', '"\\na"'],
  ['leading blank before lines', ' a\nb', '" a\\nb"'],
  ['leading tab before lines', '\ta\nb', '"\\ta\\nb"'],
  ['blank at the end of a line', 'a \nb', '"a \\nb"'],
  ['tab at the end of a line', 'a\t\nb', '"a\\t\\nb"'],
  ['blank at the end of the last line', 'a\nb ', '"a\\nb "'],
  ['line of blanks', 'a\n  \nb', '"a\\n  \\nb"'],
])('a character is escaped: %s', (_, text, yaml) => {
  expect(emitYaml({ a: text })).toBe(`a: ${yaml}\n`);
});

test.each([
  ['no newline at the end', 'a\nb', '|-\n  a\n  b\n'],
  ['one newline at the end', 'a\n', '|\n  a\n'],
  ['two newlines at the end', 'a\n\n', '|+\n  a\n\n'],
  ['three newlines at the end', 'a\nb\n\n\n', '|+\n  a\n  b\n\n\n'],
  ['empty lines inside', 'a\n\n\nb\n', '|\n  a\n\n\n  b\n'],
  ['indented lines', 'a\n  b\n\tc\n', '|\n  a\n    b\n  \tc\n'],
  ['tab inside a line', 'a\tb\nc', '|-\n  a\tb\n  c\n'],
  ['syntax', '# a\n- b: c\n---\n%d\n', '|\n  # a\n  - b: c\n  ---\n  %d\n'],
  ['letters of any language', 'ä\n日本\n🙂\n', '|\n  ä\n  日本\n  🙂\n'],
])('lines are a literal block: %s', (_, text, yaml) => {
  expect(emitYaml({ a: text })).toBe(`a: ${yaml}`);
});

test('a block in a list stands deeper than its dash', () => {
  expect(emitYaml({ a: [['b\nc'], { d: 'e\nf\n' }] })).toBe(
    'a:\n- - |-\n    b\n    c\n- d: |\n    e\n    f\n',
  );
});

test('a block that keeps its newlines ends before the next key', () => {
  expect(emitYaml({ a: 'b\n\n', c: 'd' })).toBe('a: |+\n  b\n\nc: d\n');
});

test('long text stays on one line', () => {
  const text = 'word '.repeat(500) + 'end';
  expect(emitYaml({ a: text })).toBe(`a: ${text}\n`);
});

test.each([
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [-1.5, '-1.5'],
  [100_000, '100000'],
  [1e21, '1e+21'],
  [1e-7, '1e-7'],
  [0.1, '0.1'],
  [2 ** 53, '9007199254740992'],
  [2n ** 53n + 1n, '9007199254740993'],
  [-(2n ** 63n), '-9223372036854775808'],
  [2n ** 64n - 1n, '18446744073709551615'],
  [true, 'true'],
  [false, 'false'],
  [null, 'null'],
] satisfies [JsonValue, string][])('%s is no text', (value, yaml) => {
  expect(emitYaml({ a: value })).toBe(`a: ${yaml}\n`);
});

describe('maps and lists', () => {
  test.each<[string, JsonObject, string]>([
    ['an empty document', {}, '{}\n'],
    ['an empty map', { a: {} }, 'a: {}\n'],
    ['an empty list', { a: [] }, 'a: []\n'],
    ['empty ones in a list', { a: [{}, [], '', null] }, 'a:\n- {}\n- []\n- ""\n- null\n'],
    ['a list under a key does not indent', { a: { b: ['c'] } }, 'a:\n  b:\n  - c\n'],
    ['a list in a list', { a: [['b', ['c', 'd']], ['e']] }, 'a:\n- - b\n  - - c\n    - d\n- - e\n'],
    ['a map in a list', { a: [{ b: 1, c: { d: [2] } }] }, 'a:\n- b: 1\n  c:\n    d:\n    - 2\n'],
  ])('%s', (_, value, yaml) => {
    expect(emitYaml(value)).toBe(yaml);
  });

  test('what people read first comes first, and the rest in the order of code units', () => {
    const metadata = { labels: {}, namespace: 'demo', name: 'web', Z: 1, annotations: {} };
    expect(emitYaml({ spec: {}, metadata, data: {}, kind: 'A', apiVersion: 'v1' })).toBe(
      'apiVersion: v1\nkind: A\nmetadata:\n  name: web\n  namespace: demo\n  Z: 1\n' +
        '  annotations: {}\n  labels: {}\ndata: {}\nspec: {}\n',
    );
  });

  test('a key without a value is left out', () => {
    const value = { a: undefined, b: { c: undefined } } as unknown as JsonObject;
    expect(emitYaml(value)).toBe('b: {}\n');
  });

  test('keys like __proto__ are keys like others', () => {
    const value = JSON.parse('{"__proto__": {"constructor": 1}}') as JsonObject;
    expect(emitYaml(value)).toBe('__proto__:\n  constructor: 1\n');
  });

  test('a key of 1000 characters is the longest before a colon', () => {
    expect(emitYaml({ ['k'.repeat(1000)]: 1 })).toBe(`${'k'.repeat(1000)}: 1\n`);
  });

  test('a longer key is written with a question mark', () => {
    const key = 'k'.repeat(1001);
    expect(emitYaml({ a: { [key]: { b: 1 }, z: 2 } })).toBe(
      `a:\n  ? "${key}"\n  :\n    b: 1\n  z: 2\n`,
    );
  });

  test('maps whose keys join to the same text keep their own keys', () => {
    emitYaml({ a: 1, b: 2, c: 3 });
    expect(emitYaml({ 'a\nb': 1, c: 2 })).toBe('"a\\nb": 1\nc: 2\n');
    emitYaml({ 'd\ne': 1, f: 2 });
    expect(emitYaml({ d: 1, e: 2, f: 3 })).toBe('d: 1\ne: 2\nf: 3\n');
    expect(emitYaml({ d: 1, 'e\nf': 2 })).toBe('d: 1\n"e\\nf": 2\n');
  });
});
