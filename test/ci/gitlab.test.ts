import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasNodePrograms } from '../../tools/node-programs.ts';
import { checkout } from '../../tools/process.ts';
import { git } from '../support/publishing.ts';
import { startComments } from './comments.ts';
import { GitlabPipeline, runJob, type Variables } from './gitlab.ts';
import { plaintext, Project, token } from './project.ts';

const file = join(checkout, '.gitlab-ci.yml');
/** Jobs start the command several times. */
const timeout = 180_000;

const mergeRequest: Variables = {
  CI_PIPELINE_SOURCE: 'merge_request_event',
  CI_COMMIT_BRANCH: '',
  CI_PROJECT_ID: '5',
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '5',
  GITLAB_USER_LOGIN: 'person',
};
const ofBot = { ...mergeRequest, MANIFESTS_FOLDER: 'manifests', GITLAB_USER_LOGIN: 'renovate-bot' };

describe.skipIf(!hasNodePrograms)('the pipeline', { timeout }, () => {
  test('is what GitLab takes', async () => {
    expect(await new GitlabPipeline(file, onTestFinished).problems()).toBe('');
  });

  test('would be refused with a key that GitLab does not know', async () => {
    const pipeline = new GitlabPipeline(file, onTestFinished);
    const problems = await pipeline.problems('a: { script: ["true"], resourcegroup: a }');
    expect(problems).toContain("'resourcegroup' property is not expected to be here at a");
  });

  test.each([
    ['of a person', mergeRequest, ['validate', 'plan', 'comment']],
    ['of a fork', { ...ofBot, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '6' }, ['validate']],
    ['of the bot', ofBot, ['validate', 'plan', 'comment', 'render', 'commit']],
  ])('has for a merge request %s what it may have', async (_, variables, jobs) => {
    const pipeline = new GitlabPipeline(file, onTestFinished, 'change');
    expect((await pipeline.jobs(variables)).sort()).toEqual([...jobs].sort());
  });

  test.each([
    ['main', 'Change it', ['publish']],
    ['develop', 'Change it', ['publish']],
    ['change', 'Change it', []],
    ['main', 'Tags [skip ci]', []],
  ])('of a push to %s with the message %j is %j', async (branch, message, jobs) => {
    const pipeline = new GitlabPipeline(file, onTestFinished, branch);
    expect(await pipeline.jobs({ CI_COMMIT_MESSAGE: message })).toEqual(jobs);
  });
});

describe.skipIf(!hasNodePrograms)('its jobs', { timeout }, () => {
  /** Runs a job on a branch, all of whose commits the runner fetches. */
  async function start(project: Project, name: string, branch: string, more: Variables = {}) {
    const folder = project.workspace(name);
    git(folder, 'clone', '-q', project.repository('fleet'), '.');
    git(folder, 'checkout', '-q', '--detach', `origin/${branch}`);
    const { variables, ...jobs } = await new GitlabPipeline(file, onTestFinished).expanded();
    const job = jobs[name];
    if (job === undefined) throw new Error(`no job ${name}`);
    mkdirSync(join(dirname(project.program), 'artifacts'), { recursive: true });
    return runJob(project, job, folder, {
      ...variables,
      ...mergeRequest,
      MANIFESTS: project.manifests,
      MANIFESTS_FOLDER: 'manifests',
      CI_PROJECT_URL: `${project.url}/example/fleet.git`,
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'change',
      ...more,
    });
  }

  const publish = (project: Project, branch: string) =>
    start(project, 'publish', branch, { CI_COMMIT_BRANCH: branch, MANIFESTS_TOKEN: token });

  test('fail with a change that clusters would refuse', async () => {
    const project = await Project.create(onTestFinished);
    project.greet('{ not: "a text" }', 'change');
    expect(await start(project, 'validate', 'change')).toMatchObject({ code: 1 });
  });

  test('fail with a Secret in plain text, whose value is not printed', async () => {
    const project = await Project.create(onTestFinished);
    project.change({ 'apps/db.sops.yaml': plaintext }, 'change');
    const { code, output } = await start(project, 'validate', 'change');
    expect([code, output.includes('hunter2')]).toEqual([1, false]);
  });

  test('publish the environments of their branch', async () => {
    const project = await Project.create(onTestFinished);
    const { code, output } = await publish(project, 'develop');
    expect([code, output.includes(token)]).toEqual([0, false]);
    const path = 'clusters/lab/apps/shop/configmap.greeting.yaml';
    expect(project.read('manifests', path)).toContain('a: hello');
    expect(() => project.read('manifests', path.replace('lab', 'home'))).toThrow();
  });

  test('keep one note with the plan of what the merge would publish', async () => {
    const project = await Project.create(onTestFinished);
    const comments = await startComments(onTestFinished);
    project.greet("'second'", 'change');
    // What others merge meanwhile is no part of the plan, although the branch does not have it.
    git(project.program, 'switch', '-q', 'main');
    project.change({ 'NOTES.md': 'Meanwhile' });
    await publish(project, 'main');
    const api = { CI_API_V4_URL: comments.url, GITLAB_TOKEN: 'api-token' };
    expect(await start(project, 'plan', 'change', { MANIFESTS_READ_TOKEN: token })).toMatchObject({
      code: 0,
    });
    for (const time of ['first', 'second']) {
      expect([time, await start(project, 'comment', 'change', api)]).toMatchObject([
        time,
        { code: 0 },
      ]);
    }
    expect(comments.all.map(({ body }) => body)).toEqual([
      expect.stringContaining('data.a hello → second'),
    ]);
    expect(comments.requests.every((each) => each.endsWith(' api-token'))).toBe(true);
  });

  test("commit the regenerated tree to a bot's branch, once", async () => {
    const project = await Project.create(onTestFinished);
    project.greet("'updated'", 'change');
    for (const time of ['first', 'second']) {
      const render = await start(project, 'render', 'change');
      const commit = await start(project, 'commit', 'change', { REGENERATE_TOKEN: token });
      expect([time, render, commit]).toMatchObject([time, { code: 0 }, { code: 0 }]);
    }
    expect(project.subjects('fleet', 'change').slice(0, 2)).toEqual([
      'Regenerate the manifests',
      'Change main.mjs',
    ]);
  });
});
