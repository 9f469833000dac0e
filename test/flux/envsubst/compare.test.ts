import fc from 'fast-check';
import { expect, test } from 'vitest';
import { substitute } from '../../../lib/flux/index.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { runs } from '../../kubernetes/yaml/hostile.ts';
import { askFlux } from '../flux-check.ts';
import { expressions, variables } from './expressions.ts';
import { template } from './templates.ts';

interface Question {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly strict: boolean;
}

const noText = 'half a character is left, which is no UTF-8';

function ours({ text, variables: known, strict }: Question): string {
  const result = substitute(text, (name) => known[name], { strict });
  return 'text' in result ? `= ${result.text}` : result.problem;
}

async function theirs(questions: readonly Question[]): Promise<string[]> {
  const answers = await askFlux<string>('envsubst', questions);
  return answers.map((answer) => {
    if ('error' in answer)
      return answer.error.replace(/^panic: .*slice bounds.*/s, 'slice bounds out of range');
    const bytes = Buffer.from(answer.result, 'base64');
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes) ? `= ${text}` : noText;
  });
}

async function disagreements(questions: readonly Question[]): Promise<unknown[]> {
  const answers = await theirs(questions);
  return questions
    .map((question, index) => ({ ...question, ours: ours(question), theirs: answers[index] }))
    .filter((each) => each.ours !== each.theirs)
    .map(({ text, strict, ours, theirs }) => ({ text, strict, ours, theirs }))
    .sort((a, b) => a.text.length - b.text.length);
}

/** Their capitals came with Unicode 16, which Go 1.26 does not know. */
const newerPairs = /[ƛɤ]/g;

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function bothWays(texts: readonly string[]): Question[] {
  return texts.flatMap((text) => [true, false].map((strict) => ({ text, variables, strict })));
}

describeWithGo("Flux's envsubst", () => {
  test('agrees on every expression of the table', async () => {
    expect(new Set(expressions).size).toBeGreaterThan(350);
    expect((await disagreements(bothWays(expressions))).slice(0, 5)).toEqual([]);
  }, 300_000);

  test('agrees on the case of Latin, Greek and Cyrillic letters', async () => {
    const codes = [...range(0x41, 0x587), ...range(0x1e00, 0x1fff)];
    const letters = String.fromCodePoint(...codes).replace(newerPairs, '');
    const questions = ['^', ','].map((sign) => ({
      text: `\${ALL${sign}${sign}}`,
      variables: { ALL: letters },
      strict: true,
    }));
    expect(await disagreements(questions)).toEqual([]);
  }, 300_000);

  test('agrees on templates made at random', async () => {
    const texts = fc.sample(template, runs(20_000));
    expect((await disagreements(bothWays(texts))).slice(0, 5)).toEqual([]);
  }, 300_000);
});
