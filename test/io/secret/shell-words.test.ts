import { expect, test } from 'vitest';
import { shellWords } from '../../../lib/io/secret/shell-words.ts';

test.each([
  ['vim', ['vim']],
  ['  code\t--wait \n', ['code', '--wait']],
  ['a \'b c\' "d \\"e\\" \\f"', ['a', 'b c', 'd "e" f']],
  ['a\\ b c\\"d', ['a b', 'c"d']],
  ['pre"mid"\'post\'', ['premidpost']],
  ['a "" \'\'', ['a', '', '']],
  ["'it'\\''s'", ["it's"]],
  ['a # a comment\nb', ['a', 'b']],
  ['a#b', ['a#b']],
  [
    'cat $HOME `id` $(id) * ; rm | x > y && z',
    'cat $HOME `id` $(id) * ; rm | x > y && z'.split(' '),
  ],
  ['', []],
  [' # only a comment', []],
])('%j is split as google/shlex splits it', (command, words) => {
  expect(shellWords(command)).toEqual(words);
});

test.each(['a "b', "a 'b", 'a\\', '"a\\"', "a b'c"])('%j has no end', (command) => {
  expect(shellWords(command)).toBeUndefined();
});
