import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { program } from '../../tools/programs.ts';
import { temporaryFolder } from '../support/folder.ts';
import { git, Publishing } from '../support/publishing.ts';
import { pullAsFlux, startRegistry } from '../support/registry.ts';

type Finished = ConstructorParameters<typeof Publishing>[0];

/** A program that is published to a tag of an empty registry. */
async function publishingTo(finished: Finished, tag = '') {
  const host = await startRegistry(finished);
  const publishing = new Publishing(finished);
  const branch = publishing.target;
  publishing.target = ['--repo', `oci://${host}/acme/fleet${tag}`];
  return { publishing, branch, host, url: `oci://${host}/acme/fleet${tag || ':main'}` };
}

describe.concurrent('an artifact', { timeout: 120_000 }, () => {
  test('is what Flux pulls: the files of a branch, and what they were made from', async (context) => {
    const { onTestFinished } = context;
    const { publishing, branch, url } = await publishingTo(onTestFinished);
    const own = publishing.program;
    git(own, 'remote', 'add', 'origin', 'https://ada:secret@example.org/acme/program');
    const { code, stdout, stderr } = await publishing.publish();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^home: 9 files written\n→ \S+\/acme\/fleet:main sha256:\w{12}, from /);
    const { metadata, files } = await pullAsFlux(url, onTestFinished);
    const seconds = Number(git(own, 'show', '-s', '--format=%ct'));
    expect(metadata).toMatchObject({
      source_revision: `main@sha1:${git(own, 'rev-parse', 'HEAD')}`,
      source_url: 'https://example.org/acme/program',
      created: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
    });
    publishing.target = branch;
    await publishing.publish();
    const listed = git(publishing.remote, 'ls-tree', '-r', '--name-only', 'main').split('\n');
    expect(['README.md', ...Object.keys(files)].sort()).toEqual(listed.sort());
    for (const [file, text] of Object.entries(files)) {
      expect(git(publishing.remote, 'show', `main:${file}`)).toBe(text.trim());
    }
  });

  test('is pushed only where something changed, and has the same name then as ever', async (context) => {
    const { onTestFinished } = context;
    const { publishing, url } = await publishingTo(onTestFinished);
    await publishing.publish();
    const { metadata: first } = await pullAsFlux(url, onTestFinished);
    const { stdout } = await publishing.publish();
    expect(stdout).toMatch(
      /^home: nothing changed, so nothing is pushed to \S+\/acme\/fleet:main\n$/,
    );
    publishing.target = ['--repo', `${url.replace(/:main$/, '')}:again`];
    await publishing.publish();
    const { metadata: again } = await pullAsFlux(url.replace(/main$/, 'again'), onTestFinished);
    expect(again.digest).toBe(first.digest);
  });

  test('is not replaced by an older program', async ({ onTestFinished }) => {
    const { publishing, url } = await publishingTo(onTestFinished);
    publishing.change('newer');
    await publishing.publish();
    const { metadata: before } = await pullAsFlux(url, onTestFinished);
    git(publishing.program, 'reset', '-q', '--hard', 'HEAD~1');
    const { code, stderr } = await publishing.publish();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error stale-program {2}\w{12} is published, and is not before/);
    expect((await pullAsFlux(url, onTestFinished)).metadata.digest).toBe(before.digest);
  });

  test('keeps what is not of the clusters that are published', async ({ onTestFinished }) => {
    const { publishing, host, url } = await publishingTo(onTestFinished);
    await publishing.publish();
    const other = new Publishing(onTestFinished, 'staging');
    other.target = ['--repo', `oci://${host}/acme/fleet:main`, '--cluster', 'staging'];
    expect(await other.publish()).toMatchObject({ code: 0, stderr: '' });
    const { files } = await pullAsFlux(url, onTestFinished);
    const clusters = Object.keys(files).map((file) => file.split('/')[1]);
    expect([...new Set(clusters)].sort()).toEqual(['home', 'staging']);
  });

  test('is signed before its tag names it, with the token of the environment', async (context) => {
    const { onTestFinished } = context;
    const { publishing, host, url } = await publishingTo(onTestFinished);
    const cosign = await program('cosign');
    const keys = temporaryFolder(onTestFinished);
    const env = { ...process.env, COSIGN_PASSWORD: 'planted-password', HOME: keys };
    execFileSync(cosign, ['generate-key-pair'], { cwd: keys, env, stdio: 'ignore' });
    publishing.target = [...publishing.target, '--cosign-key', join(keys, 'cosign.key')];
    publishing.programs = [dirname(cosign)];
    publishing.env = { COSIGN_PASSWORD: 'wrong', SLUICE_OCI_TOKEN: 'planted-token' };
    const refused = await publishing.publish();
    expect(refused.stderr).toMatch(
      /^error publish-failed {2}\S+ could not be signed: .*\n {2}Nothing/,
    );
    await expect(pullAsFlux(url, onTestFinished)).rejects.toThrow('MANIFEST_UNKNOWN');
    publishing.env = { ...publishing.env, COSIGN_PASSWORD: 'planted-password' };
    expect(await publishing.publish()).toMatchObject({ code: 0, stderr: '' });
    const { metadata } = await pullAsFlux(url, onTestFinished);
    const trusted = ['--key', join(keys, 'cosign.pub'), '--insecure-ignore-tlog=true'];
    const verify = () =>
      execFileSync(cosign, ['verify', ...trusted, metadata.digest], { env, stdio: 'pipe' });
    expect(verify).not.toThrow();
    expect(readdirSync(publishing.temporary)).toEqual([]);
    expect(host).toMatch(/^127\.0\.0\.1:/);
  });
});
