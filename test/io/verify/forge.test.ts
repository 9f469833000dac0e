import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askForge, sameRepository } from '../../../lib/io/verify/index.ts';

/** What the double answers to a path: a status, a body, and perhaps where else to look. */
type Answer = readonly [status: number, body: unknown, location?: string];

interface Double {
  readonly url: string;
  readonly asked: readonly IncomingMessage[];
}

/** A double of a forge: no forge runs here. It answers what its documentation says that one does. */
async function forge(answers: Readonly<Record<string, Answer>>): Promise<Double> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const [path = ''] = (request.url ?? '').split('?');
    const [status, body, location] = answers[path] ?? [404, { message: 'Not Found' }];
    response.writeHead(status, location === undefined ? {} : { location });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
}

const repository = 'git@github.com:acme/manifests.git';
const path = '/repos/acme/manifests';
const branch: Answer = [200, { protected: true }];

async function atGithub(answers: Readonly<Record<string, Answer>>) {
  const { url } = await forge(answers);
  return askForge(repository, 'main', { GITHUB_API_URL: url, GITHUB_TOKEN: 'abc' });
}

describe('the rules of a branch at GitHub', () => {
  test('are those of rulesets and of its protection together', async () => {
    const rules = [
      { type: 'non_fast_forward' },
      { type: 'pull_request', parameters: { required_approving_review_count: 1 } },
    ];
    const protection = {
      required_pull_request_reviews: { required_approving_review_count: 2 },
      required_status_checks: { checks: [{ context: 'test' }] },
      allow_force_pushes: { enabled: true },
    };
    const found = await atGithub({
      [`${path}/branches/main`]: branch,
      [`${path}/rules/branches/main`]: [200, rules],
      [`${path}/branches/main/protection`]: [200, protection],
    });
    expect(found).toEqual({
      value: { isProtected: true, approvals: 2, forbidsForcePushes: true, needsChecks: true },
    });
  });

  test('are none where the branch is not protected', async () => {
    const found = await atGithub({
      [`${path}/branches/main`]: [200, { protected: false }],
      [`${path}/rules/branches/main`]: [200, []],
      [`${path}/branches/main/protection`]: [404, { message: 'Branch not protected' }],
    });
    expect(found).toMatchObject({ value: { isProtected: false, approvals: 0 } });
  });

  test('are not known where the token may not read the protection', async () => {
    const found = await atGithub({
      [`${path}/branches/main`]: branch,
      [`${path}/rules/branches/main`]: [200, [{ type: 'non_fast_forward' }]],
      [`${path}/branches/main/protection`]: [403, { message: 'Resource not accessible' }],
    });
    expect(found).toEqual({
      value: {
        isProtected: true,
        approvals: undefined,
        forbidsForcePushes: true,
        needsChecks: undefined,
      },
    });
  });

  test('are read from where the forge moved the repository', async () => {
    const found = await atGithub({
      [`${path}/branches/main`]: [301, {}, '/repositories/1/branches/main'],
      '/repositories/1/branches/main': branch,
      [`${path}/rules/branches/main`]: [200, []],
      [`${path}/branches/main/protection`]: [200, {}],
    });
    expect(found).toMatchObject({ value: { isProtected: true } });
  });

  test('are not asked of another host to which the forge leads', async () => {
    const other = await forge({});
    const found = await atGithub({ [`${path}/branches/main`]: [302, {}, `${other.url}/branch`] });
    const host = other.url.replace('http://', '');
    expect(found).toEqual({
      missing: `the forge redirects to ${host}, which is not followed`,
    });
    expect(other.asked).toEqual([]);
  });

  test('are not known with a token that is refused', async () => {
    const found = await atGithub({
      [`${path}/branches/main`]: [401, { message: 'Bad credentials' }],
    });
    expect(found).toEqual({ missing: 'the forge answers 401: Bad credentials' });
  });

  test('are not asked without a token', async () => {
    const { url, asked } = await forge({});
    const found = await askForge(repository, 'main', { GITHUB_API_URL: url });
    expect(found).toEqual({ missing: 'no token in GITHUB_TOKEN' });
    expect(asked).toEqual([]);
  });

  test('are not asked where others could read the token', async () => {
    const env = { GITHUB_API_URL: 'http://forge.example.org', GITHUB_TOKEN: 'abc' };
    const found = await askForge(repository, 'main', env);
    expect(found).toEqual({ missing: 'the address of the forge is not one of https' });
  });
});

describe('the rules of a branch at GitLab', () => {
  const project = '/projects/acme%2Ffleet%2Fmanifests';
  const ask = async (answers: Readonly<Record<string, Answer>>) => {
    const { url, asked } = await forge(answers);
    const env = { CI_API_V4_URL: url, GITLAB_TOKEN: 'abc' };
    const found = await askForge('https://gitlab.com/acme/fleet/manifests', 'release/1', env);
    return { found, asked };
  };

  test('are those of the protected branches whose names match', async () => {
    const { found, asked } = await ask({
      [project]: [200, { only_allow_merge_if_pipeline_succeeds: true }],
      [`${project}/protected_branches`]: [
        200,
        [
          { name: 'main', allow_force_push: true },
          { name: 'release/*', allow_force_push: false },
        ],
      ],
      [`${project}/approval_rules`]: [
        200,
        [{ approvals_required: 2, protected_branches: [] }, { approvals_required: 1 }],
      ],
    });
    expect(found).toEqual({
      value: { isProtected: true, approvals: 2, forbidsForcePushes: true, needsChecks: true },
    });
    expect(asked[0]?.headers['private-token']).toBe('abc');
  });

  test('leave approvals open where the edition has none', async () => {
    const { found } = await ask({
      [project]: [200, {}],
      [`${project}/protected_branches`]: [200, []],
    });
    expect(found).toMatchObject({
      value: { isProtected: false, approvals: undefined, needsChecks: false },
    });
  });
});

test('a repository at another forge is not asked about', async () => {
  const env = { GITHUB_TOKEN: 'abc', GITLAB_TOKEN: 'abc' };
  expect(await askForge('https://git.example.org/acme/manifests', 'main', env)).toEqual({
    missing: 'git.example.org is neither GitHub nor GitLab, as far as is known',
  });
  expect(await askForge('/srv/manifests.git', 'main', env)).toEqual({
    missing: 'the repository is at no forge',
  });
});

test.each([
  ['git@github.com:acme/fleet.git', 'https://github.com/Acme/fleet', true],
  ['ssh://git@github.com:22/acme/fleet', 'https://token@github.com/acme/fleet.git', true],
  ['https://github.com/acme/fleet', 'https://github.com/acme/manifests', false],
  ['https://github.com/acme/fleet', 'https://gitlab.com/acme/fleet', false],
  ['/srv/fleet.git', '/srv/fleet.git', true],
])('%s and %s are one repository: %s', (one, other, is) => {
  expect(sameRepository(one, other)).toBe(is);
});
