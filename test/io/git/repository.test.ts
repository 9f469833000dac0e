import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRepository, workingTree } from '../../../lib/io/git/index.ts';
import { diskTree } from '../../../lib/io/reconcile/index.ts';

let root: string;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root });

const revision = async (name: string, folder = '') =>
  (await openRepository(root))!.tree(name, folder);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-git-'));
  git('init', '-q');
  mkdirSync(join(root, 'a/b'), { recursive: true });
  writeFileSync(join(root, 'a/b/ünï "x".yaml'), 'one\n');
  writeFileSync(join(root, 'a/b.yaml'), 'two\n');
  writeFileSync(join(root, 'large'), 'x'.repeat(1024 * 1024 + 1));
  writeFileSync(join(root, '.gitignore'), 'dist\n');
  symlinkSync('/etc/passwd', join(root, 'link'));
  git('add', '.');
  git('commit', '-qm', 'one');
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist/out.yaml'), '');
  writeFileSync(join(root, 'a/new.yaml'), '');
  rmSync(join(root, 'a/b.yaml'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('a revision', () => {
  test('is read without a checkout, as the folder was', async () => {
    const tree = await revision('HEAD');
    expect([...tree.list('')!]).toEqual([
      ['.gitignore', 'file'],
      ['a', 'folder'],
      ['large', 'file'],
      ['link', 'link'],
    ]);
    expect([...tree.list('a')!.keys()]).toEqual(['b', 'b.yaml']);
    expect(text(tree.read('a/b/ünï "x".yaml'))).toBe('one\n');
    expect(text(tree.read('a/b.yaml'))).toBe('two\n');
    expect(tree.size('large')).toBe(1024 * 1024 + 1);
    expect(tree.read('large').length).toBe(1024 * 1024 + 1);
    expect(tree.list('gone')).toBeUndefined();
  });

  test('knows contents by the names that a folder gives them', async () => {
    const file = 'a/b/ünï "x".yaml';
    expect((await revision('HEAD')).hash(file)).toBe(diskTree(root).hash(file));
  });

  test('identifies folders by all that is in them, whatever leads there', async () => {
    const tree = await revision('HEAD');
    expect(tree.identity?.('a/b')).toMatch(/^[0-9a-f]{40}$/);
    expect((await revision('HEAD', 'a')).identity?.('b')).toBe(tree.identity?.('a/b'));
    expect(tree.identity?.('gone')).toBeUndefined();
  });

  test('can be read from one of its folders', async () => {
    expect([...(await revision('HEAD', 'a')).list('')!.keys()]).toEqual(['b', 'b.yaml']);
  });

  test.each(['gone', '--output=x', 'HEAD:a', ''])('that is %j is unknown', async (name) => {
    await expect(revision(name)).rejects.toThrow('unknown-revision');
  });
});

test('a working tree has what a commit of it would have', async () => {
  const tree = (await workingTree(root))!;
  expect([...tree.list('')!.keys()]).toEqual(['.gitignore', 'a', 'large', 'link']);
  expect([...tree.list('a')!.keys()]).toEqual(['b', 'new.yaml']);
  expect(tree.list('dist')).toBeUndefined();
});

test('a folder outside of every repository has none', async () => {
  expect(await openRepository('/')).toBeUndefined();
});
