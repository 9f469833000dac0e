import { expect, test } from 'vitest';
import { painterFor } from '../../lib/io/index.ts';

const terminal = { isTTY: true };

test.each([
  ['a terminal', terminal, {}, true],
  ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
  ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['NO_COLOR of any value', terminal, { NO_COLOR: '0' }, false],
  ['a terminal without colours', terminal, { TERM: 'dumb' }, false],
  ['a pipe', {}, {}, false],
  ['a pipe with a good TERM', { isTTY: false }, { TERM: 'xterm-256color' }, false],
])('whether there are colours on %s', (_, stream, env, expected) => {
  expect(painterFor(stream, env).red('a')).toBe(expected ? '\u001b[31ma\u001b[39m' : 'a');
});
