/** Git's own server of HTTP behind a token, as a forge has it, which can fail at any request. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What can become of a request. */
export const forgeFaults = [
  'drops it unread',
  'drops it when all is done',
  'cuts its answer off',
  'hangs',
  'says that the token has expired',
  'says that the token may not',
  'fails',
] as const;
export type ForgeFault = (typeof forgeFaults)[number];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export class Forge {
  url = '';
  /** How many requests came since the last fault was set. */
  requests = 0;
  readonly #root: string;
  readonly #expected: string;
  #fault: ForgeFault | undefined;
  #at = 0;

  private constructor(root: string, token: string) {
    this.#root = root;
    this.#expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  }

  /** Serves the repositories in a folder to whoever has the token, until the test ends. */
  static async start(
    root: string,
    token: string,
    finished: typeof onTestFinished = onTestFinished,
  ): Promise<Forge> {
    const forge = new Forge(root, token);
    const server = createServer((request, response) => void forge.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    finished(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    forge.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    return forge;
  }

  /** Lets the n-th request from now on fail. */
  failAt(at: number, fault?: ForgeFault): void {
    this.requests = 0;
    this.#at = at;
    this.#fault = fault;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const fault = this.requests === this.#at ? this.#fault : undefined;
    if (fault === 'drops it unread') return void request.socket.destroy();
    if (fault === 'hangs') return;
    if (fault === 'says that the token may not') return void response.writeHead(403).end();
    if (fault === 'fails') return void response.writeHead(503).end();
    const isExpired = fault === 'says that the token has expired';
    if (isExpired || request.headers.authorization !== this.#expected) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="forge"' }).end();
      return;
    }
    const { status, headers, body } = await this.#backend(request);
    if (fault === 'drops it when all is done') return void request.socket.destroy();
    if (fault === 'cuts its answer off') {
      response.writeHead(status, { ...headers, 'Content-Length': String(body.length + 1) });
      response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
      return;
    }
    response.writeHead(status, headers).end(body);
  }

  #backend(request: IncomingMessage): Promise<Answer> {
    const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
    const { 'content-encoding': encoding, 'git-protocol': protocol } = request.headers;
    const child = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: this.#root,
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
