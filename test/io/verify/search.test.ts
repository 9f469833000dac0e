import { expect, onTestFinished, test } from 'vitest';
import { openRepository } from '../../../lib/io/git/index.ts';
import { searchFiles } from '../../../lib/io/verify/index.ts';
import { run } from '../../../tools/run.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';

/** A repository with one commit of some files. */
async function repositoryWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder(onTestFinished);
  for (const [file, text] of Object.entries(files)) writeFile(folder, file, text);
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  await run('git', ['init', '--quiet'], { cwd: folder });
  await run('git', ['add', '--force', '.'], { cwd: folder });
  await run('git', [...identity, 'commit', '--quiet', '-m', 'a'], { cwd: folder });
  return folder;
}

async function search(files: Readonly<Record<string, string>>) {
  const folder = await repositoryWith(files);
  const commit = (await run('git', ['rev-parse', 'HEAD'], { cwd: folder })).trim();
  const tree = await (await openRepository(folder))?.tree(commit, '');
  if (tree === undefined) throw new Error('there is no repository');
  return searchFiles(folder, commit, 'it', tree);
}

const owned = '# Written by `sluice synth`, which owns this file and the files that it lists.\n';

test('files with marks of keys are found, binary ones and odd names too', async () => {
  const begin = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
  const found = await search({
    'a/ü key': `${begin}\n`,
    binary: `\0\0${['AGE-SECRET-KEY', '1'].join('-')}\0`,
    encoded: Buffer.from(`${begin}\nabc`).toString('base64'),
    'README.md': 'No key.\n',
  });
  expect(found).toMatchObject({ withKeyMarks: ['a/ü key', 'binary', 'encoded'] });
});

test('of what synth writes only whole files are found', async () => {
  const found = await search({
    'dist/kustomization.yaml': owned,
    'docs/kustomization.yaml': `# An example:\n${owned}`,
    'docs/layout.md': owned,
  });
  expect(found).toMatchObject({ withOwnershipMark: ['dist/kustomization.yaml'] });
});

test('where nothing is found, that is no problem', async () => {
  const found = await search({ 'README.md': 'Nothing.\n' });
  expect(found).toMatchObject({ withKeyMarks: [], withOwnershipMark: [] });
});
