import { execFileSync } from 'node:child_process';
import { beforeEach, expect, test } from 'vitest';
import { defaultBase } from '../../../lib/io/git/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';

let root: string;
const person = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];

function git(...args: string[]): string {
  return execFileSync('git', [...person, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

function commit(subject: string): string {
  writeFile(root, 'a.txt', subject);
  git('add', '.');
  git('commit', '--quiet', '--message', subject);
  return git('rev-parse', 'HEAD');
}

beforeEach(() => {
  root = temporaryFolder();
  git('init', '--quiet', '--initial-branch=main');
});

test('a branch is compared with where it left the mainline', async () => {
  const left = commit('one');
  git('switch', '--quiet', '--create', 'feature');
  commit('two');
  git('switch', '--quiet', 'main');
  commit('three');
  git('switch', '--quiet', 'feature');
  expect(await defaultBase(root)).toMatchObject({ revision: left });
});

test('what is not pushed yet is compared with what is', async () => {
  const pushed = commit('one');
  git('update-ref', 'refs/remotes/origin/main', pushed);
  commit('two');
  expect(await defaultBase(root)).toMatchObject({
    shown: expect.stringMatching(
      /^[0-9a-f]{7} one \(where this branch left origin\/main\)$/,
    ) as string,
  });
});

test('what is not committed yet is compared with the last commit', async () => {
  commit('one');
  const last = commit('two');
  writeFile(root, 'b.txt', 'new');
  expect(await defaultBase(root)).toMatchObject({ revision: last });
});

test('where nothing is new, the last commit is compared with the one before it', async () => {
  const before = commit('one');
  commit('two');
  expect(await defaultBase(root)).toMatchObject({ revision: before });
});

test('there is nothing to compare the only commit with', async () => {
  expect(await defaultBase(root)).toBeUndefined();
  commit('one');
  expect(await defaultBase(root)).toBeUndefined();
});
