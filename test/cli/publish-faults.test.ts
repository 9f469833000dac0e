import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverFaults } from '../support/faulty-server.ts';
import { startForge } from '../support/forge.ts';
import { type Fault, git, Publishing } from '../support/publishing.ts';
import type { Outcome } from '../support/sluice.ts';

/** What everybody sees of a token is nothing. */
const token = 'planted-token';

/** A branch that has something to lose, and a program that is to be published to it. */
async function changedProgram(...parameters: ConstructorParameters<typeof Publishing>) {
  const publishing = new Publishing(...parameters);
  const first = await publishing.publish();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  publishing.change('goodbye');
  const before = publishing.commits;
  expect((await publishing.publish()).code).toBe(0);
  const expected = git(publishing.remote, 'rev-parse', 'main^{tree}');
  const { calls } = publishing;
  publishing.reset(before[0] ?? '');
  return { publishing, before, expected, calls };
}

type Changed = Awaited<ReturnType<typeof changedProgram>>;

/** Whether the branch is at the old commit, or at one on top of it that has everything. */
function expectOldOrNew({ publishing, before, expected }: Changed): void {
  const after = publishing.commits;
  if (after.length === before.length) {
    expect(after).toEqual(before);
  } else {
    expect(after.slice(1)).toEqual(before);
    expect(git(publishing.remote, 'rev-parse', 'main^{tree}')).toBe(expected);
  }
  git(publishing.remote, 'fsck', '--strict', '--connectivity-only');
}

/** Publishes again, which must do what was not done, leave nothing, and then find nothing to do. */
async function expectRecovery(changed: Changed): Promise<void> {
  const { publishing, before } = changed;
  const left = readdirSync(publishing.temporary);
  expect(await publishing.publish()).toMatchObject({ code: 0, stderr: '' });
  expect(publishing.commits).toHaveLength(before.length + 1);
  expectOldOrNew(changed);
  expect(readdirSync(publishing.temporary)).toEqual(left);
  publishing.reset(before[0] ?? '');
}

async function tryAtEachCall(
  changed: Changed,
  fault: Fault,
  check: (outcome: Outcome) => void,
): Promise<void> {
  expect(changed.calls).toBeGreaterThan(10);
  for (let at = 1; at <= changed.calls; at += 1) {
    check(await changed.publishing.publish(fault, at));
    expectOldOrNew(changed);
    await expectRecovery(changed);
  }
}

describe.concurrent('a publisher', { timeout: 1_200_000 }, () => {
  test.for(['killed-before', 'killed-meanwhile', 'killed-after'] as const)(
    'that is %s any call of Git leaves the branch as it was, or as it is to be',
    async (fault, { onTestFinished }) => {
      const changed = await changedProgram(onTestFinished);
      await tryAtEachCall(changed, fault, ({ code }) => expect(code).toBe(null));
    },
  );

  test('whose disk is full at any call of Git says so, and loses nothing', async (context) => {
    const changed = await changedProgram(context.onTestFinished);
    await tryAtEachCall(changed, 'disk-full', ({ code, stderr }) => {
      // Most calls write nothing.
      if (code !== 0) expect(stderr).toMatch(/^error (?:publish-failed|uncommitted-program) {2}/);
      expect(stderr).not.toContain('    at ');
    });
  });

  test.for(serverFaults)('whose forge %s says so, and loses nothing', async (fault, context) => {
    const { onTestFinished } = context;
    const changed = await changedProgram(onTestFinished);
    const { publishing } = changed;
    const forge = await startForge(dirname(publishing.remote), token, onTestFinished);
    git(publishing.remote, 'config', 'http.receivepack', 'true');
    publishing.target = ['--repo', `${forge.url}/manifests.git`, '--branch', 'main'];
    const env = { SLUICE_GIT_TOKEN: token };
    publishing.env = env;
    await expectRecovery(changed);
    const { requests } = forge;
    expect(requests).toBeGreaterThan(4);
    for (let at = 1; at <= requests; at += 1) {
      forge.failAt(at, fault);
      if (fault === 'hangs') publishing.env = { ...env, GIT_HTTP_LOW_SPEED_TIME: '1' };
      const { code, stdout, stderr } = await publishing.publish();
      publishing.env = env;
      // What arrived although nobody said so is found out.
      if (code !== 0) expect(stderr).toMatch(/^error publish-failed {2}/);
      expect(stdout + stderr).not.toContain(token);
      expectOldOrNew(changed);
      expect(publishing.commits.length > changed.before.length).toBe(code === 0);
      forge.failAt(0);
      await expectRecovery(changed);
    }
  });

  test.skipIf(!canMount())(
    'whose temporary folder is full, sooner or later, says so and loses nothing',
    async ({ onTestFinished }) => {
      const changed = await changedProgram(onTestFinished);
      const { publishing } = changed;
      const outcomes: Outcome[] = [];
      for (let size = 4; outcomes.at(-1)?.code !== 0; size += 12) {
        outcomes.push(await publishing.publishOnDisk(size));
        expectOldOrNew(changed);
      }
      const failed = outcomes.slice(0, -1);
      expect(failed.length).toBeGreaterThan(5);
      for (const { stderr } of failed) expect(stderr).toMatch(/^error publish-failed {2}/);
    },
  );
});

/** Whether this machine lets a process have file systems of its own. */
function canMount(): boolean {
  const args = ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'];
  return spawnSync('unshare', args).status === 0;
}
