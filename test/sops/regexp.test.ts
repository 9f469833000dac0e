import { expect, test } from 'vitest';
import { goRegExp } from '../../lib/sops/regexp/index.ts';

/** [pattern, texts that match in Go, texts that do not]. */
test.each<[string, readonly string[], readonly string[]]>([
  ['^(data|stringData)$', ['data', 'stringData'], ['metadata', 'data\n', 'Data']],
  ['(?i)^PASS', ['password', 'PASSWORD'], ['a password']],
  ['a.c', ['abc', 'a\rc', 'a\u2028c', 'a🙂c'], ['a\nc', 'ac']],
  ['(?s)a.c', ['a\nc'], ['ac']],
  ['(?m)^b$', ['a\nb\nc'], ['ab']],
  ['\\Aa\\z', ['a'], ['a\n', 'ba']],
  ['\\Qa.b\\E+', ['a.b', 'a.bb'], ['axb']],
  ['[[:alpha:]_-]+x', ['ab-x'], ['1x']],
  ['^[^[:space:]]$', ['a'], [' ', '\t']],
  ['^[]a]$', [']', 'a'], ['b']],
  ['^\\s$', [' ', '\t'], ['\u00a0', '\u2003']],
  ['\\pL\\p{Greek}', ['aα'], ['1α', 'aa']],
  ['^\\x41\\x{1F642}\\101$', ['A🙂A'], ['A']],
  ['(?P<name>a)(?:b)', ['ab'], ['a']],
  ['a{2,3}$', ['aa', 'aaa'], ['a']],
  ['^a{,2}$', ['a{,2}'], ['a', 'aa']],
  ['^{x}$', ['{x}'], ['x']],
  ['\\.sops\\.ya?ml$', ['a.sops.yaml', 'a.sops.yml'], ['a.yaml']],
  ['^a/b\\/c\\-d$', ['a/b/c-d'], []],
  ['^\\_$', ['_'], ['a']],
  ['^(?i:a)b$', ['ab', 'Ab'], ['aB']],
  ['^a(?i)b(?-i)c$', ['abc', 'aBc'], ['Abc', 'abC']],
  ['^(a(?i)b|c)d$', ['aBd', 'Cd'], ['cD']],
  ['(?i)^\\P{Lu}$', ['1'], ['a', 'A']],
  ['(?i)^k$', ['K', '\u212a'], ['q']],
  ['^(?:|ab)*$', ['', 'abab'], ['a']],
  ['\\bdata\\b', ['my data', 'data-x'], ['data_x', 'metadata']],
])('%j matches what it matches in Go', (pattern, matching, others) => {
  const compiled = goRegExp(pattern);
  const regexp = 'regexp' in compiled ? compiled.regexp : /$never/;
  expect(matching.filter((text) => !regexp.test(text))).toEqual([]);
  expect(others.filter((text) => regexp.test(text))).toEqual([]);
});

test.each([
  ...[
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?<!a)',
    '\\1',
    '(a)\\1',
    'a**',
    '(?i-)a',
    '\\p{Nothing}',
    '(?<a>b)(?<a>c)',
  ],
  ...[
    '\\C',
    '\\Z',
    '\\k<a>',
    '\\u0041',
    '\\cA',
    '[',
    'a\\',
    '(',
    ')',
    '*a',
    'a{1001}',
    '[b-a]',
    '[[:x:]]',
  ],
])('%j is no expression of Go', (pattern) => {
  expect(goRegExp(pattern)).toHaveProperty('problem');
});

test('an expression takes no longer than its text, whatever it is', () => {
  const compiled = goRegExp('^(a+)+(a|a)*(a*)*$');
  if (!('regexp' in compiled)) throw new Error(compiled.problem);
  expect(compiled.regexp.test(`${'a'.repeat(5000)}!`)).toBe(false);
});

test.each([
  ['a thousand times a thousand', '(a{999}){999}'],
  ['groups within groups', `${'('.repeat(5000)}${')'.repeat(5000)}`],
  ['ten thousand characters', 'a'.repeat(10_000)],
])('what stands for %s is refused', (_, pattern) => {
  expect(goRegExp(pattern)).toHaveProperty('problem');
});
