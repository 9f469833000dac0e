import { describe, expect, onTestFinished, test } from 'vitest';
import { git } from '../support/publishing.ts';
import { type Comments, startComments } from './comments.ts';
import { type Context, type Run, runWorkflow } from './github.ts';
import { plaintext, Project, token } from './project.ts';

const secrets = {
  MANIFESTS_TOKEN: token,
  MANIFESTS_READ_TOKEN: token,
  REGENERATE_TOKEN: token,
};
/** Jobs start the command several times. */
const timeout = 180_000;

/** A pull request of the branch `change` into `main`, merged by GitHub to look at it. */
function pullRequest(project: Project, more: { login?: string; from?: string; url?: string } = {}) {
  const { program } = project;
  const head = git(project.repository('fleet'), 'rev-parse', 'change');
  git(program, 'fetch', '-q', project.repository('fleet'), 'change', 'main:base');
  git(program, 'switch', '-q', '--detach', 'base');
  git(program, 'merge', '-q', '--no-ff', '--no-edit', head);
  const commit = git(program, 'rev-parse', 'HEAD');
  git(program, 'push', '-q', project.repository('fleet'), 'HEAD:refs/pull/7/merge', '--force');
  git(program, 'switch', '-q', 'change');
  const repo = { full_name: more.from ?? 'example/fleet' };
  const user = { login: more.login ?? 'person' };
  const context: Context = {
    github: {
      repository: 'example/fleet',
      head_ref: 'change',
      token: 'workflow-token',
      event: { pull_request: { number: 7, user, head: { sha: head, repo } } },
    },
    vars: { MANIFESTS_FOLDER: 'manifests' },
    secrets,
  };
  const env = {
    GITHUB_BASE_REF: 'main',
    GITHUB_REF_NAME: '7/merge',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_API_URL: more.url ?? '',
  };
  return { context, env, commit } satisfies Run;
}

function push(project: Project, branch: string): Run {
  const commit = git(project.repository('fleet'), 'rev-parse', branch);
  const env = { GITHUB_REF_NAME: branch, GITHUB_REF_TYPE: 'branch' };
  return { context: { secrets }, env, commit, branch };
}

function publish(project: Project, branch: string) {
  return runWorkflow(project, 'publish.yaml', push(project, branch));
}

describe('a pull request', { timeout }, () => {
  test('passes with a change that is right', async () => {
    const project = await Project.create(onTestFinished);
    project.greet("'good'", 'change');
    const good = await runWorkflow(project, 'check.yaml', pullRequest(project), ['validate']);
    expect(good).toMatchObject({ validate: { code: 0 } });
  });

  test('fails with a change that clusters would refuse', async () => {
    const project = await Project.create(onTestFinished);
    project.greet('{ not: "a text" }', 'change');
    const bad = await runWorkflow(project, 'check.yaml', pullRequest(project), ['validate']);
    expect(bad['validate']).toMatchObject({ code: 1 });
    expect(bad['validate']?.output).toMatch(/^::error file=main\.mjs,line=9,title=invalid-field/m);
  });

  test('fails with a Secret in plain text, whose value is not printed', async () => {
    const project = await Project.create(onTestFinished);
    project.change({ 'apps/db.sops.yaml': plaintext }, 'change');
    const { validate } = await runWorkflow(project, 'check.yaml', pullRequest(project), [
      'validate',
    ]);
    expect(validate?.code).toBe(1);
    expect(validate?.output).toContain('apps/db.sops.yaml');
    expect(validate?.output).not.toContain('hunter2');
  });

  test('has one comment with its plan: what its target branch would publish', async () => {
    const project = await Project.create(onTestFinished);
    const comments: Comments = await startComments(onTestFinished);
    await publish(project, 'main');
    for (const greeting of ['first', 'second']) {
      project.greet(`'${greeting}'`, 'change');
      const event = pullRequest(project, { url: comments.url });
      const jobs = await runWorkflow(project, 'check.yaml', event, ['plan', 'comment']);
      expect(jobs).toMatchObject({ plan: { code: 0 }, comment: { code: 0 } });
    }
    expect(comments.all).toHaveLength(1);
    const [{ body } = { body: '' }] = comments.all;
    expect(body).toContain('data.a hello → second');
    expect(body).toContain('home');
    expect(body).not.toContain('lab');
    expect(comments.requests.every((each) => each.endsWith('Bearer workflow-token'))).toBe(true);
  });

  test('of a fork is neither planned nor regenerated, whoever it says it is', async () => {
    const project = await Project.create(onTestFinished);
    project.greet("'a'", 'change');
    const event = pullRequest(project, { from: 'stranger/fleet', login: 'renovate[bot]' });
    expect(await runWorkflow(project, 'check.yaml', event, ['plan', 'comment'])).toEqual({});
    expect(await runWorkflow(project, 'regenerate.yaml', event)).toEqual({});
  });
});

describe('a push', { timeout }, () => {
  test('publishes the environments of its branch', async () => {
    const project = await Project.create(onTestFinished);
    const { publish: onMain } = await publish(project, 'main');
    expect(onMain).toMatchObject({ code: 0 });
    const shop = (name: string) => `clusters/${name}/apps/shop/configmap.greeting.yaml`;
    expect(project.read('manifests', shop('home'))).toContain('a: hello');
    expect(() => project.read('manifests', shop('lab'))).toThrow();
    const { publish: onDevelop } = await publish(project, 'develop');
    expect(onDevelop).toMatchObject({ code: 0 });
    expect(project.read('manifests', shop('lab'))).toContain('a: hello');
    expect(onMain?.output).not.toContain(token);
  });
});

describe("a bot's pull request", { timeout }, () => {
  const event = (project: Project) => pullRequest(project, { login: 'renovate[bot]' });

  test('gets the regenerated tree, once', async () => {
    const project = await Project.create(onTestFinished);
    project.greet("'updated'", 'change');
    const first = await runWorkflow(project, 'regenerate.yaml', event(project));
    expect(first).toMatchObject({ render: { code: 0 }, commit: { code: 0 } });
    const path = 'manifests/clusters/home/apps/shop/configmap.greeting.yaml';
    expect(project.read('fleet', path, 'change')).toContain('a: updated');
    expect(project.subjects('fleet', 'change')[0]).toBe('Regenerate the manifests');
    const second = await runWorkflow(project, 'regenerate.yaml', event(project));
    expect(Object.keys(second)).toEqual(['render']);
  });

  test('is left alone where a person made it', async () => {
    const project = await Project.create(onTestFinished);
    project.greet("'a'", 'change');
    expect(await runWorkflow(project, 'regenerate.yaml', pullRequest(project))).toEqual({});
  });
});
