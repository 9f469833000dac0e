import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { datedBuild } from '../../lib/index.ts';
import { hasNodePrograms } from '../../tools/node-programs.ts';
import { checkout } from '../../tools/process.ts';
import { GitlabPipeline, runJob, type Variables } from './gitlab.ts';
import { Project } from './project.ts';

const file = join(checkout, 'examples/app-repository/.gitlab-ci.yml');

/** A double of a builder: it writes its arguments, and who it would log in as, and builds nothing. */
const builder = `#!/bin/sh
printf '%s\\n' "$@" > "$CI_PROJECT_DIR/arguments"
cat "$DOCKER_CONFIG/config.json" > "$CI_PROJECT_DIR/login"
`;

describe.skipIf(!hasNodePrograms)('the pipeline of an application', { timeout: 60_000 }, () => {
  test('is what GitLab takes', async () => {
    expect(await new GitlabPipeline(file, onTestFinished).problems()).toBe('');
  });

  test.each([
    ['develop', {}, ['test', 'image:buildkit']],
    ['main', {}, ['test', 'image:buildkit']],
    ['main', { BUILDER: 'kaniko' }, ['test', 'image:kaniko']],
    ['change', {}, []],
    ['change', { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '' }, ['test']],
  ] satisfies [string, Variables, string[]][])(
    'on %s with %j is %j',
    async (branch, more, jobs) => {
      const pipeline = new GitlabPipeline(file, onTestFinished, branch);
      expect(await pipeline.jobs(more)).toEqual(jobs);
    },
  );

  test('does not begin with the commit in which Flux writes a tag', async () => {
    const message = 'Update images [skip ci]';
    const pipeline = new GitlabPipeline(file, onTestFinished, 'develop');
    expect(await pipeline.jobs({ CI_COMMIT_MESSAGE: message })).toEqual([]);
  });

  test.each([
    ['image:kaniko', 'executor', 'dev', '--destination\nregistry.example/notes:dev-20261122.41\n'],
    [
      'image:buildkit',
      'buildctl-daemonless.sh',
      'prod',
      'name=registry.example/notes:prod-20261122.41,push=true',
    ],
  ])('builds with %s a tag that Flux knows', async (name, program, prefix, destination) => {
    const project = await Project.create(onTestFinished);
    project.addProgram(program, builder);
    const folder = project.workspace('image');
    mkdirSync(join(dirname(project.program), 'artifacts'));
    const job = (await new GitlabPipeline(file, onTestFinished).expanded())[name];
    if (job === undefined) throw new Error(`no job ${name}`);
    const variables = {
      PREFIX: prefix,
      CI_PIPELINE_CREATED_AT: '2026-11-22T23:59:59Z',
      CI_PIPELINE_IID: '41',
      CI_PROJECT_DIR: folder,
      CI_REGISTRY: 'registry.example',
      CI_REGISTRY_IMAGE: 'registry.example/notes',
      CI_REGISTRY_USER: 'ci',
      CI_REGISTRY_PASSWORD: 'hunter2',
      DOCKER_CONFIG: join(folder, 'docker'),
    };
    const { code, output } = await runJob(project, job, folder, variables, 'sh');
    expect([code, output]).toEqual([0, '']);
    const given = readFileSync(join(folder, 'arguments'), 'utf8');
    expect(given).toContain(destination);
    expect(given).not.toContain('hunter2');
    const auth = Buffer.from('ci:hunter2').toString('base64');
    expect(JSON.parse(readFileSync(join(folder, 'login'), 'utf8'))).toEqual({
      auths: { 'registry.example': { auth } },
    });
    const { pattern } = datedBuild(`${prefix}-`).filterTags ?? {};
    expect(`${prefix}-20261122.41`).toMatch(new RegExp((pattern ?? '').replaceAll('?P<', '?<')));
  });
});
