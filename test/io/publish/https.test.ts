import { spawn } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../support/folder.ts';
import { writeFile } from '../../support/tree.ts';
import { branchOf, git, manifestsRepository, settings } from './repositories.ts';

/** A forge: Git's own server behind a token. */
async function serve(root: string, token: string): Promise<string> {
  const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="forge"' }).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
    const child = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        REMOTE_USER: 'a',
        REQUEST_METHOD: request.method,
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        CONTENT_TYPE: request.headers['content-type'],
        ...(request.headers['content-encoding'] && {
          HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        }),
        ...(request.headers['git-protocol'] && {
          GIT_PROTOCOL: String(request.headers['git-protocol']),
        }),
      },
    });
    request.pipe(child.stdin);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const lines = all.toString('latin1', 0, end).split('\r\n');
      const headers = lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]);
      const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
      response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers));
      response.end(all.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => close(server));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

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
  const url = await serve(dirname(repository), 'planted-token');
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

test('a token that has expired is said to be refused, and is not shown', async () => {
  const url = await serve(dirname(manifestsRepository()), 'another');
  const remote = await branchOf(`${url}/manifests.git`, {
    ...process.env,
    SLUICE_GIT_TOKEN: 'planted-token',
  });
  const failure = await remote.tip().catch((error: unknown) => error);
  expect(String(failure)).toMatch(
    /publish-failed: .*(?:could not read Username|Authentication failed)/,
  );
  expect(String(failure)).not.toContain('planted-token');
});
