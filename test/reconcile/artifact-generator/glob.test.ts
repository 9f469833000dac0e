import fc from 'fast-check';
import { expect, test } from 'vitest';
import { glob, matchesPath } from '../../../lib/reconcile/artifact-generator/glob.ts';
import { askFlux } from '../../flux/flux-check.ts';
import { describeWithGo } from '../../kubernetes/yaml/go.ts';
import { runs } from '../../kubernetes/yaml/hostile.ts';
import { memoryTree } from '../memory-tree.ts';

const folder = fc.constantFrom('a', 'b', 'ab');
const leaf = fc.constantFrom('a.yaml', 'b.yaml', 'c.md', '.hidden', 'é.yaml', 'a,b');
const path = fc
  .tuple(fc.array(folder, { maxLength: 3 }), leaf)
  .map(([folders, name]) => [...folders, name].join('/'));
const part = fc.oneof(
  folder,
  leaf,
  fc.constantFrom('*', '**', '**', '*.yaml', '?.md', 'a*', '[ab]', '[!a]', '[^a]*', '{a,b}'),
  fc.constantFrom('{a,b/a}.yaml', '*.{md,yaml}', '{*.md,a*}', '\\a', '***', 'a**', '{a,{b,ab}}'),
);
const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const question = fc.record({
  pattern,
  files: fc.uniqueArray(path, { minLength: 10, maxLength: 30 }),
});

interface Answer {
  readonly chosen: readonly string[] | null;
  readonly matched: readonly string[];
  readonly valid: boolean;
}

describeWithGo("Go's packages io/fs and doublestar", () => {
  test('choose and match the same files', async () => {
    const questions = fc.sample(question, runs(3000));
    const answers = await askFlux<Answer>('glob', questions);
    const wrong = questions.flatMap(({ pattern, files }, index): unknown[] => {
      const answer = answers[index]!;
      if (!('result' in answer)) return [answer];
      const { chosen, matched, valid } = answer.result;
      const ours = {
        chosen: glob(memoryTree(Object.fromEntries(files.map((file) => [file, '']))), pattern),
        matched: files.filter((file) => valid && matchesPath(pattern, file)),
      };
      const theirs = { chosen: chosen ?? [], matched };
      return JSON.stringify(ours) === JSON.stringify(theirs)
        ? []
        : [{ pattern, files, ours, theirs }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  }, 300_000);
});
