/** Git's own server of HTTP behind a token, as a forge has it. */
import { spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { type Answer, type FaultyServer, faultyServer } from './faulty-server.ts';

/** Serves the repositories in a folder to whoever has the token, until the test ends. */
export function startForge(
  root: string,
  token: string,
  finished: typeof onTestFinished = onTestFinished,
): Promise<FaultyServer> {
  const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  return faultyServer((request) => {
    if (request.headers.authorization === expected) return backend(root, request);
    const headers = { 'WWW-Authenticate': 'Basic realm="forge"' };
    return Promise.resolve({ status: 401, headers, body: Buffer.alloc(0) });
  }, finished);
}

function backend(root: string, request: IncomingMessage): Promise<Answer> {
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
  const { 'content-encoding': encoding, 'git-protocol': protocol } = request.headers;
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
      ...(encoding !== undefined && { HTTP_CONTENT_ENCODING: encoding }),
      ...(protocol !== undefined && { GIT_PROTOCOL: String(protocol) }),
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on('close', () => resolve(readAnswer(Buffer.concat(chunks))));
  });
}

/** What a CGI program prints: headers, an empty line and the body. */
function readAnswer(all: Buffer): Answer {
  const end = all.indexOf('\r\n\r\n');
  const lines = all.toString('latin1', 0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]),
  );
  const { Status: status = '200', ...others } = headers;
  return { status: Number.parseInt(status, 10), headers: others, body: all.subarray(end + 4) };
}
