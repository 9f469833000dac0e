import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourceIgnore } from '../../lib/reconcile/source-ignore.ts';
import { askFlux } from '../flux/flux-check.ts';
import { describeWithGo } from '../kubernetes/yaml/go.ts';
import { runs } from '../kubernetes/yaml/hostile.ts';

const none = new Map<string, string>();

test.each([
  ['.git/HEAD', true],
  ['.github/workflows/ci.yaml', true],
  ['docs/picture.png', true],
  ['apps/.sops.yaml', true],
  ['chart.tar.gz', true],
  ['apps/deployment.yaml', false],
  ['picture.png/deployment.yaml', true],
])('without any pattern, %s is left out: %s', (path, expected) => {
  expect(sourceIgnore(none, undefined)(path, false)).toBe(expected);
});

test('any pattern replaces the defaults, but not those of version control', () => {
  const ignores = sourceIgnore(none, '/docs');
  const paths = ['docs/a.md', 'picture.png', '.sops.yaml', '.gitignore'];
  expect(paths.map((path) => ignores(path, false))).toEqual([true, false, false, true]);
});

test('a comment is no pattern', () => {
  expect(sourceIgnore(none, '# all\n\n')('picture.png', false)).toBe(true);
});

test('a file of patterns counts for its own folder', () => {
  const ignores = sourceIgnore(new Map([['a/.sourceignore', '*.txt']]), undefined);
  expect([ignores('a/b/c.txt', false), ignores('c.txt', false)]).toEqual([true, false]);
});

test('deeper files win over those above, and the spec over all', () => {
  const files = new Map([
    ['a/b/.sourceignore', '!x'],
    ['.sourceignore', 'x'],
    ['a/.sourceignore', 'x'],
  ]);
  expect(sourceIgnore(files, undefined)('a/b/x', false)).toBe(false);
  expect(sourceIgnore(files, 'x')('a/b/x', false)).toBe(true);
});

test('a file below an ignored folder can be included again', () => {
  const ignores = sourceIgnore(none, '/*\n!/deploy');
  expect([ignores('deploy/a.yaml', false), ignores('src/a.ts', false)]).toEqual([false, true]);
});

const name = fc.constantFrom('a', 'b', 'ab', 'a.txt', 'b.png', '.git', '.sops.yaml', 'é', 'a b');
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
const part = fc.oneof(
  name,
  fc.constantFrom('*', '**', '?', '*.txt', 'a*', '*b', '**a', '[ab]', '[^a]', '[', 'a[', '[]', ''),
  fc.constantFrom(
    '\\a',
    'a\\',
    '\\*',
    '*.*',
    '?.txt',
    '[a-',
    '[a-c]?',
    'a**',
    '***',
    'A',
    ' ',
    '.',
  ),
);
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '!', '/', '!/', '#', '\\#', ' '),
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '', '/', '//', ' ', '  ', '\\ ', '/ ', '\r', '\t', '/**'),
  )
  .map(([first, parts, last]) => first + parts.join('/') + last);
const patterns = fc.array(pattern, { maxLength: 4 }).map((lines) => lines.join('\n'));
const folder = fc.constantFrom('', 'a/', 'a/b/', 'ab/', 'a/.git/', 'é/');
const question = fc.record({
  files: fc.dictionary(
    folder.map((each) => `${each}.sourceignore`),
    patterns,
    { maxKeys: 3 },
  ),
  spec: fc.option(patterns, { nil: undefined }),
  paths: fc.array(fc.record({ path, directory: fc.boolean() }), { minLength: 20, maxLength: 20 }),
});

describeWithGo("Flux's package sourceignore", () => {
  test('leaves out the same paths', async () => {
    const questions = fc.sample(question, runs(3000));
    const answers = await askFlux<boolean[]>('ignore', questions);
    const wrong = questions.flatMap(({ files, spec, paths }, index) => {
      const ignores = sourceIgnore(new Map(Object.entries(files)), spec);
      const ours = paths.map(({ path, directory }) => ignores(path, directory));
      const answer = answers[index]!;
      const theirs = 'result' in answer ? answer.result : [];
      return paths
        .map((each, at) => ({ ...each, files, spec, ours: ours[at], theirs: theirs[at] }))
        .filter((each) => each.ours !== each.theirs);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(answers.filter((answer) => 'error' in answer)).toEqual([]);
  }, 300_000);
});
