import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkout } from '../../tools/process.ts';
import { temporaryFolder } from '../support/folder.ts';
import { finish, type Outcome } from '../support/sluice.ts';
import { writeFile } from '../support/tree.ts';
import { type Comments, startComments } from './comments.ts';

const github = (url: string) => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_API_URL: url,
  GITHUB_REPOSITORY: 'example/fleet',
  GITHUB_TOKEN: 'a',
  PULL_REQUEST: '7',
});

const gitlab = (url: string) => ({
  CI_API_V4_URL: url,
  CI_PROJECT_ID: '5',
  CI_MERGE_REQUEST_IID: '7',
  GITLAB_TOKEN: 'a',
});

describe.each([
  ['GitHub', github, 65_536],
  ['GitLab', gitlab, 1_000_000],
])('a plan on %s', (_, environment, limit) => {
  function post({ url }: Comments, plan: string): Promise<Outcome> {
    const folder = temporaryFolder();
    writeFile(folder, 'plan.md', plan);
    const args = [join(checkout, 'ci/plan-comment.mjs'), 'plan.md'];
    return finish(spawn(process.execPath, args, { cwd: folder, env: environment(url) }));
  }

  test('is one comment, however often there is a new one', async () => {
    const comments = await startComments(onTestFinished);
    for (const plan of ['first', 'second']) expect((await post(comments, plan)).code).toBe(0);
    expect(comments.all.map(({ body }) => body)).toEqual(['<!-- sluice plan -->\nsecond']);
  });

  test('is found behind a hundred other comments', async () => {
    const comments = await startComments(onTestFinished);
    for (let count = 0; count < 100; count += 1) comments.write('hello');
    for (const plan of ['first', 'second']) await post(comments, plan);
    expect(comments.all).toHaveLength(101);
  });

  test('is never written into the comment of somebody else', async () => {
    const comments = await startComments(onTestFinished);
    comments.write('<!-- sluice plan -->\nall is well');
    await post(comments, 'danger');
    expect(comments.all.map(({ body }) => body.split('\n')[1])).toEqual(['all is well', 'danger']);
  });

  test('is cut at a line where the forge would refuse its length', async () => {
    const comments = await startComments(onTestFinished);
    await post(comments, 'a line of it\n'.repeat(limit / 10));
    const [body = ''] = comments.all.map((each) => each.body);
    expect(body.length).toBeLessThan(limit);
    expect(body).toMatch(/\na line of it\n\n… The rest is too long for a comment: .+\n$/);
  });

  test('fails the job where the forge is not reached, without the token', async () => {
    const comments = await startComments(onTestFinished);
    const { code, stderr } = await post({ ...comments, url: 'http://127.0.0.1:1' }, 'plan');
    expect([code, stderr.includes('Bearer')]).toEqual([1, false]);
  });
});
