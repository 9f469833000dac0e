import { chmodSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DiagnosticError } from '../../../lib/core/index.ts';
import { faultyServer } from '../../support/faulty-server.ts';
import { startForge } from '../../support/forge.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';
import { branchOf, git, manifestsRepository, settings } from './repositories.ts';

function packetLine(text: string): string {
  return `${(text.length + 4).toString(16).padStart(4, '0')}${text}`;
}

/** A repository with a branch main, as Git's server of HTTP first says. */
const advertisement = `${packetLine('# service=git-upload-pack\n')}0000${packetLine(
  `${'1'.repeat(40)} refs/heads/main\0side-band-64k shallow\n`,
)}0000`;

/** A git that notes its arguments before it does its work. */
function watchedGit(): { readonly folder: string; readonly log: string } {
  const folder = temporaryFolder();
  const real = process.env['PATH'] ?? '';
  const log = join(folder, 'log');
  writeFile(folder, 'git', `#!/bin/sh\necho "$@" >> '${log}'\nPATH='${real}' exec git "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  return { folder, log };
}

test('a token of the environment opens a forge, and stands in no argument', async () => {
  const repository = manifestsRepository();
  git(repository, 'config', 'http.receivepack', 'true');
  const { url } = await startForge(dirname(repository), 'planted-token');
  const { folder, log } = watchedGit();
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH, SLUICE_GIT_TOKEN: 'planted-token' };
  const remote = await branchOf(`${url}/manifests.git`, env);
  const changes = { writes: new Map([['a.yaml', 'a: 1\n']]), deletes: [] };
  const commit = await remote.commit(await remote.tip(), changes, 'A\n', settings);
  expect(await remote.push(commit)).toBeUndefined();
  expect(git(repository, 'rev-parse', 'main')).toBe(commit);
  const seen = readFileSync(log, 'utf8') + git(repository, 'cat-file', '-p', commit);
  expect(seen).toContain(`push --quiet -- ${url}`);
  expect(seen).not.toContain('planted-token');
  expect(seen).not.toContain(Buffer.from('x-access-token:planted-token').toString('base64'));
});

test('a token stays with its forge, wherever that leads', async () => {
  const seen: (string | undefined)[] = [];
  const other = await faultyServer((request) => {
    seen.push(request.headers.authorization);
    const isPost = request.method === 'POST';
    const type = 'application/x-git-upload-pack-advertisement';
    const body = Buffer.from(isPost ? '' : advertisement);
    return Promise.resolve({ status: 200, headers: { 'content-type': type }, body });
  }, onTestFinished);
  const forge = await faultyServer((request) => {
    const location = `${other.url.replace('127.0.0.1', 'localhost')}${request.url ?? ''}`;
    return Promise.resolve({ status: 302, headers: { location }, body: Buffer.alloc(0) });
  }, onTestFinished);
  const env = { ...process.env, SLUICE_GIT_TOKEN: 'planted-token' };
  const remote = await branchOf(`${forge.url}/manifests.git`, env);
  await expect(remote.tip()).rejects.toThrow('publish-failed');
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.filter((each) => each !== undefined)).toEqual([]);
});

test('a token that has expired is said to be refused, and is not shown', async () => {
  const { url } = await startForge(dirname(manifestsRepository()), 'another');
  const remote = await branchOf(`${url}/manifests.git`, {
    ...process.env,
    SLUICE_GIT_TOKEN: 'planted-token',
  });
  const failure = await remote.tip().catch((error: unknown) => error);
  const [diagnostic] = (failure as DiagnosticError).diagnostics;
  expect(diagnostic?.code).toBe('publish-failed');
  expect(diagnostic?.hint).toContain('does not take the token of SLUICE_GIT_TOKEN');
  expect(String(failure)).not.toContain('planted-token');
});
