import fc from 'fast-check';
import { expect, test } from 'vitest';
import { substituteObject, substitutionVariables } from '../../../lib/flux/index.ts';
import { writeGoYaml } from '../../../lib/flux/go-yaml/write.ts';
import type { JsonObject, JsonValue } from '../../../lib/kubernetes/index.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { hostileMap, hostileText, runs, toJson } from '../../kubernetes/yaml/hostile.ts';
import { askFlux, type FluxAnswer } from '../flux-check.ts';
import { expressions } from './expressions.ts';
import { template } from './templates.ts';

const metadata = { name: 'demo', namespace: 'demo' };

interface Question {
  readonly object: JsonObject;
  readonly variables: Readonly<Record<string, string>>;
}

interface Result {
  readonly yaml: string;
  readonly object: JsonObject;
}

function objectWith(spec: JsonValue): JsonObject {
  return { apiVersion: 'example.org/v1', kind: 'Sample', metadata, spec };
}

function ask(questions: readonly Question[]) {
  return askFlux<Result>(
    'substitute',
    questions.map(({ object, variables }) => ({
      object,
      kustomization: { metadata, spec: { postBuild: { substitute: variables } } },
      strict: true,
      always: true,
    })),
  );
}

function ours({ object, variables }: Question): string {
  const options = { strict: true, always: true };
  const result = substituteObject(object, substitutionVariables([], variables), options);
  return 'object' in result ? toJson(result.object) : `fails`;
}

async function disagreements(questions: readonly Question[]): Promise<unknown[]> {
  const answers = await ask(questions);
  return questions
    .map((question, index) => {
      const answer = answers[index]!;
      const theirs = 'result' in answer ? toJson(answer.result.object) : `fails`;
      return { ...question, ours: ours(question), theirs, answer };
    })
    .filter(({ ours, theirs, answer }) => ours !== theirs && !isMalformed(answer))
    .sort((a, b) => toJson(a.object).length - toJson(b.object).length);
}

/** Some hostile objects cannot even be read. */
function isMalformed(answer: FluxAnswer<unknown>): boolean {
  return 'error' in answer && answer.error.startsWith('MalformedYAMLError');
}

/** What kustomize refuses or loses before substitution sees it, and line breaks of YAML 1.1. */
const beyond = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|"<<":|"\\t|"(?:[^"\\]|\\.){1000,}":/;
/** Whether one is a letter, which decides the order of keys, depends on the version of Unicode. */
const newLetters = /(?=\p{L})[\u{10000}-\u{10ffff}]/u;
/** Integers that JavaScript cannot hold. */
const longInteger = /[0-9]{16}/;

const specs = hostileMap.filter((spec) => {
  const json = toJson(spec);
  return (
    !beyond.test(json) && !newLetters.test(json) && !longInteger.test(json) && !/\$[{$]/.test(json)
  );
});

/**
 * Without what parsers of YAML differ on: tabs, carriage returns, tags, anchors, escaped quotes,
 * keys that are infinite or endless.
 */
const text = fc
  .oneof(hostileText, template, fc.constantFrom(...expressions))
  .filter(
    (each) =>
      !/[\t\r!&]|\\'|^<<$|^[-+]?\.(?:inf|nan)$|.{500}/i.test(each) &&
      !beyond.test(JSON.stringify(each)),
  );
const reference = fc.constantFrom('${A}', '${B}', '${C}', '"${A}"');
const templates = fc.oneof(
  text,
  reference,
  fc.tuple(text, reference, text).map((parts) => parts.join('')),
);
const samples = fc.record({
  object: fc
    .oneof(
      fc.array(templates, { maxLength: 3 }),
      fc.dictionary(templates, templates, { maxKeys: 3 }),
    )
    .map(objectWith),
  variables: fc.record({ A: text, B: text, C: text }),
});

describeWithGo('What kustomize-controller does to an object', () => {
  test('is written as YAML in the same words', async () => {
    const questions = fc.sample(specs, runs(3000)).map((spec) => ({
      object: JSON.parse(toJson(objectWith(spec))) as JsonObject,
      variables: {},
    }));
    const answers = await ask(questions);
    const wrong = questions
      .map(({ object }, index) => ({ ours: writeGoYaml(object), theirs: answers[index]! }))
      .filter(({ ours, theirs }) => 'result' in theirs && theirs.result.yaml !== ours);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(answers.filter((answer) => 'result' in answer).length).toBeGreaterThan(1000);
  }, 300_000);

  test('gives the same object for values of any text', async () => {
    const found = await disagreements(fc.sample(samples, runs(10_000)));
    expect(found.slice(0, 5)).toEqual([]);
  }, 300_000);
});
