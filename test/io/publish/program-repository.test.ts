import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ProgramRepository } from '../../../lib/io/publish/index.ts';
import { temporaryFolder } from '../../support/folder.ts';

/** A checkout of a commit and of no branch, as CI jobs have. */
function detached(env: NodeJS.ProcessEnv): ProgramRepository {
  const folder = temporaryFolder();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '--quiet');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--allow-empty', '-m', 'a');
  git('checkout', '--quiet', '--detach');
  return new ProgramRepository(folder, { PATH: process.env['PATH'], ...env });
}

test('the branch of a job is the one that it is for', async () => {
  expect(await detached({ GITHUB_REF_NAME: 'main' }).branch()).toBe('main');
  expect(await detached({ CI_COMMIT_BRANCH: 'develop' }).branch()).toBe('develop');
});

test('a tag is no branch, whatever it is called', async () => {
  const ofTag = detached({ GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'tag' });
  await expect(ofTag.branch()).rejects.toThrow('no branch of the program is checked out');
});
