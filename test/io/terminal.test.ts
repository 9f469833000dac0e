import { describe, expect, test } from 'vitest';
import { fitLine } from '../../lib/io/terminal.ts';

describe('a line', () => {
  test.each([
    ['that fits stays', 'abcd', 4, 'abcd'],
    ['that is longer ends with dots', 'abcdef', 4, 'abc…'],
    [
      'keeps its colours, which take no room',
      '\u001b[31mabcdef\u001b[39m',
      4,
      '\u001b[31mabc…\u001b[39m',
    ],
    ['is not cut inside of a character', 'ab😀😀', 3, 'ab…'],
  ])('%s', (_, line, columns, fitted) => {
    expect(fitLine(line, { isTTY: true, columns })).toBe(fitted);
  });

  test('that goes to a file is whole', () => {
    expect(fitLine('abcdef', { columns: 4 })).toBe('abcdef');
  });
});
