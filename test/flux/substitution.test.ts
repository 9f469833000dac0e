import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asString,
  escapeSubstitution,
  isVariableName,
  variableReference,
} from '../../lib/flux/index.ts';
import { describeWithGo, differences } from '../kubernetes/yaml/go.ts';
import { hostileText, runs } from '../kubernetes/yaml/hostile.ts';

const dollars = fc
  .array(
    fc.constantFrom('$', '$$', '{', '}', '${', '${A}', '(', ')', 'A', '\\', '\n', ':-', '/', '"'),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));

test.each([
  ['a', 'a'],
  ['$', '$'],
  ['$a', '$a'],
  ['a$', 'a$'],
  ['$(A)', '$(A)'],
  ['${A}', '$${A}'],
  ['${A:-b}', '$${A:-b}'],
  ['${', '$${'],
  ['${{ a }}', '$${{ a }}'],
  ['$$', '$$$$'],
  ['$$$', '$$$$$$'],
  ['$$(A)', '$$$$(A)'],
  ['$${A}', '$$$${A}'],
  ['a:$2y$10$b', 'a:$2y$10$b'],
  ['a:$$apr1$$b', 'a:$$$$apr1$$$$b'],
  ['$ {A} ${B}', '$ {A} $${B}'],
])('%s is escaped as %s', (text, escaped) => {
  expect(escapeSubstitution(text)).toBe(escaped);
});

test('a last dollar is escaped only where a variable follows', () => {
  expect(escapeSubstitution('$a$', 'variable')).toBe('$a$$');
  expect(escapeSubstitution('$a$', 'end')).toBe('$a$');
});

test.each([
  ['A', true],
  ['_a1', true],
  ['SECRET_DOMAIN', true],
  ['', false],
  ['1A', false],
  ['a-b', false],
  ['a.b', false],
  ['ä', false],
  ['N', false],
  ['y', false],
  ['on', false],
  ['True', false],
  ['NO_PROXY', true],
])('whether %j can name a variable: %s', (name, expected) => {
  expect(isVariableName(name)).toBe(expected);
});

test('text that must stay text has quotes substituted around it', () => {
  expect(asString(variableReference('ID'))).toBe('${quote}${ID}${quote}');
});

describeWithGo("Flux's substitution", () => {
  test('gives escaped text back', async () => {
    // In YAML, NUL is written as an escape; to envsubst it is the end of the text.
    const text = hostileText.filter((each) => !each.includes('\0'));
    const texts = fc.sample(fc.oneof(dollars, text), runs(3000));
    const checks = texts.map((plain) => ({ text: escapeSubstitution(plain), plain }));
    expect((await differences(checks)).slice(0, 3)).toEqual([]);
  }, 120_000);

  test('gives escaped text and the value of the variable after it', async () => {
    const texts = fc.sample(dollars, runs(1000));
    const checks = texts.map((text) => ({
      text: `${escapeSubstitution(text, 'variable')}\${A:-value}`,
      plain: `${text}value`,
    }));
    expect((await differences(checks)).slice(0, 3)).toEqual([]);
  }, 120_000);

  test('changes text that is not escaped', async () => {
    const found = await differences([{ text: '$$A', plain: '$$A' }]);
    expect(found).toEqual(['envsubst: $A\n{"text":"$$A","plain":"$$A"}']);
  }, 120_000);
});
