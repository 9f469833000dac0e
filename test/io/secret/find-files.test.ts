import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFiles } from '../../../lib/io/secret/index.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';

function tree(...files: readonly string[]): string {
  const root = temporaryFolder();
  for (const file of files) writeFile(root, file, 'x');
  return root;
}

function found(root: string, folder = root): string[] {
  return findFiles([folder]).map((file) => file.slice(root.length + 1));
}

test('a folder is walked without what is not its own', () => {
  const root = tree('b/c', 'a', '.git/x', 'b/node_modules/x', '.hidden/d');
  symlinkSync(join(root, 'a'), join(root, 'link'));
  symlinkSync(root, join(root, 'b/loop'));
  expect(found(root)).toEqual(['.hidden/d', 'a', 'b/c']);
});

test('in a repository it is what Git has or would add', () => {
  const root = tree('new', 'ignored/x', 'sub/tracked', 'sub/gone', 'sub/of name\n');
  writeFile(root, '.gitignore', 'ignored\n');
  const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: root });
  git('init', '-q');
  git('add', 'sub');
  rmSync(join(root, 'sub/gone'));
  expect(found(root)).toEqual(['.gitignore', 'new', 'sub/of name\n', 'sub/tracked']);
  expect(found(root, join(root, 'sub'))).toEqual(['sub/of name\n', 'sub/tracked']);
  expect(found(root, join(root, 'ignored'))).toEqual(['ignored/x']);
});

test('a configuration of the repository starts no program', () => {
  const root = tree('a');
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['config', 'core.fsmonitor', `touch ${root}/ran; false`], { cwd: root });
  expect(found(root)).toEqual(['a']);
});

test('files are given once, and links not at all', () => {
  const root = tree('a');
  symlinkSync('a', join(root, 'link'));
  expect(findFiles([join(root, 'a'), root, join(root, 'link')])).toEqual([join(root, 'a')]);
});
