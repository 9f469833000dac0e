import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render } from '../../../lib/reconcile/resource-set/template/render.ts';
import {
  fromJson,
  Opaque,
  TemplateError,
} from '../../../lib/reconcile/resource-set/template/values.ts';
import { askFlux } from '../../flux/flux-check.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { runs } from '../../kubernetes/yaml/hostile.ts';
import { randomTemplate } from './random.ts';
import { inputs, templates } from './templates.ts';

function ours(template: string): string {
  try {
    return `= ${render(template, fromJson(inputs))}`;
  } catch (error) {
    if (error instanceof Opaque) return 'opaque';
    if (error instanceof TemplateError) return 'fails';
    throw error;
  }
}

async function compare(texts: readonly string[]) {
  const questions = texts.map((template) => ({ template, inputs }));
  const answers = await askFlux<{ text: string }>('template', questions);
  const compared = texts.map((template, index) => {
    const answer = answers[index]!;
    const theirs = 'error' in answer ? 'fails' : `= ${answer.result.text}`;
    return { template, ours: ours(template), theirs };
  });
  const known = compared.filter((each) => each.ours !== 'opaque');
  return { known, wrong: known.filter((each) => each.ours !== each.theirs) };
}

describeWithGo("Go's templates with slim-sprig", () => {
  test('give the same text as here, or fail as well', async () => {
    const { known, wrong } = await compare(templates);
    expect(wrong.slice(0, 5)).toEqual([]);
    // Nothing is guessed, and little is given up.
    expect(known.length / templates.length).toBeGreaterThan(0.98);
  }, 300_000);

  test('do so for templates made at random', async () => {
    const { wrong } = await compare(fc.sample(randomTemplate, runs(5000)));
    expect(wrong.slice(0, 5)).toEqual([]);
  }, 300_000);
});
