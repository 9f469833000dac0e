import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Answers, answersOf, initialFiles, problemsOf } from '../../lib/init/index.ts';

function answers(more: Partial<Parameters<typeof answersOf>[0]> = {}): Answers {
  return answersOf({ name: 'fleet', cluster: 'home', kubernetes: '1.34', age: 'age1a', ...more });
}

function fileIn(name: string, more: Partial<Parameters<typeof answersOf>[0]> = {}): string {
  return initialFiles(answers(more), {}).get(name) ?? '';
}

const kinds = [
  { forge: 'github' },
  { forge: 'gitlab' },
  { forge: 'github', oneRepository: true },
  { forge: 'gitlab', oneRepository: true },
] as const;

test.each(kinds)('every file of $forge reads in its format', (given) => {
  for (const [name, text] of initialFiles(answers(given), {})) {
    expect(text, name).toMatch(/[^\n]\n$/);
    expect(text, name).not.toMatch(/undefined|[ \t]$/m);
    if (/\.(ya?ml|json)$/.test(name)) expect(parse(text), name).toBeTypeOf('object');
  }
});

test.each([
  ['https://github.com/acme/manifests.git', 'https://github.com/acme/manifests'],
  ['git@github.com:acme/manifests.git', 'ssh://git@github.com/acme/manifests'],
  ['ssh://git@example.org:2222/acme/manifests/', 'ssh://git@example.org:2222/acme/manifests'],
])('%s is given to Flux as %s', (repo, source) => {
  expect(answers({ repo }).source).toBe(source);
});

test.each([
  ['https://gitlab.com/acme/manifests', 'gitlab'],
  ['git@gitlab.example.org:acme/manifests', 'gitlab'],
  ['https://github.com/acme/gitlab', 'github'],
])('CI for %s is that of %s', (repo, forge) => {
  expect(answers({ repo }).forge).toBe(forge);
});

test('what publishes over ssh from a laptop is published over https by CI', () => {
  const repo = 'git@github.com:acme/manifests.git';
  expect(fileIn('.github/workflows/publish.yaml', { repo })).toContain(
    'npx sluice publish --repo https://github.com/acme/manifests --branch main\n',
  );
  expect(fileIn('.gitlab-ci.yml', { repo, forge: 'gitlab' })).toContain(
    'MANIFESTS: github.com/acme/manifests\n',
  );
});

test('in one repository, manifests have a branch of their own', () => {
  const given = { oneRepository: true };
  expect(fileIn('clusters/home/index.ts', given)).toContain("branch: 'manifests',");
  expect(fileIn('.github/workflows/publish.yaml', given)).toContain('--branch manifests\n');
});

test.each(['default', 'run', 'fleet'])(
  'a cluster named %s has a function of another name',
  (cluster) => {
    expect(fileIn('clusters/main.ts', { cluster })).toContain(`  ${cluster}Cluster(fleet);`);
  },
);

test.each([
  [{ cluster: 'Home' }, '--cluster: a cluster cannot be named Home'],
  [{ cluster: '1a' }, '--cluster: a cluster cannot be named 1a'],
  [{ domain: 'a_b' }, '--domain: a_b is no domain'],
  [{ kubernetes: 'v1.34.2' }, '--kubernetes: v1.34.2 is no minor version of Kubernetes'],
  [{ repo: '../manifests' }, '--repo: it is no URL of https or ssh without a password'],
  [{ repo: "https://a/b'" }, '--repo: it is no URL of https or ssh without a password'],
  [{ repo: 'https://ada:pw@a.org/b' }, '--repo: it is no URL of https or ssh without a password'],
])('%o is refused', (more, message) => {
  expect(problemsOf(answers(more)).map((each) => each.message)).toEqual([message]);
});

test('answers that are right are not refused', () => {
  for (const given of kinds) expect(problemsOf(answers(given))).toEqual([]);
});
