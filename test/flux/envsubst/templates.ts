/** Templates made at random: mostly well-formed, with a fault here and there. */
import fc from 'fast-check';
import { variables } from './expressions.ts';

const names = fc.constantFrom(...Object.keys(variables), 'MISSING', 'X-Y', '');
const word = fc.oneof(
  fc.constantFrom('a', 'b', 'abc', '*', '?', '[a-c]', '[^b]', '\\', '/', '.', '1', '-1', '2', ' '),
  fc.constantFrom(
    '$',
    '$$',
    '{',
    ':',
    '#',
    '%',
    '-',
    '=',
    'ñ',
    '日',
    '🙂',
    '\n',
    '"',
    "'",
    '[',
    ']',
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);
const literal = fc.array(word, { maxLength: 3 }).map((words) => words.join(''));
const operator = fc.constantFrom(
  ...[':-', ':=', '=', ':+', ':?', '-', '+', ':', '/', '//', '/#', '/%', '#', '##', '%', '%%'],
  ...[',', ',,', '^', '^^', ',^', '', '/}', '[@]'],
);
const separator = fc.constantFrom('', ':', '/', '//');

const { part } = fc.letrec<{ part: string; operand: string; expression: string }>((tie) => ({
  part: fc.oneof({ maxDepth: 3 }, literal, tie('expression')),
  operand: fc.array(tie('part'), { maxLength: 2 }).map((parts) => parts.join('')),
  expression: fc
    .tuple(names, operator, tie('operand'), separator, tie('operand'), fc.integer({ max: 30 }))
    .map(([name, sign, first, between, second, fault]) => {
      if (fault === 0) return `\${${name}${sign}${first}`;
      if (fault === 1) return `\${#${name}}`;
      return fault % 3 === 0 ? `\${${name}}` : `\${${name}${sign}${first}${between}${second}}`;
    }),
}));

export const template = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
