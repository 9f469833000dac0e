/** A double of how GitHub and GitLab keep comments: a list that is read, added to and changed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { onTestFinished } from 'vitest';

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly author: { readonly id: number };
}

export interface Comments {
  readonly url: string;
  readonly all: Comment[];
  /** What was asked, in order: the method, the path and whose token it was. */
  readonly requests: string[];
  /** Adds what somebody else wrote. */
  write(body: string): void;
}

const own = { user: { login: 'github-actions[bot]' }, author: { id: 1 } };
const stranger = { user: { login: 'stranger' }, author: { id: 2 } };

/** Answers on the loopback interface until the test ends, a page of 100 at a time. */
export async function startComments(finished: typeof onTestFinished): Promise<Comments> {
  const all: Comment[] = [];
  const requests: string[] = [];
  const add = (body: string, by: typeof own) => {
    all.push({ id: all.length + 10, body, ...by });
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const { method, headers } = request;
    const secret = headers['private-token'] ?? headers.authorization ?? 'nobody';
    requests.push(`${String(method)} ${pathname} ${String(secret)}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = text === '' ? '' : (JSON.parse(text) as Comment).body;
      const page = Number(searchParams.get('page') ?? 1);
      const named = all.find(({ id }) => pathname.endsWith(`/${String(id)}`));
      if (method === 'POST') add(body, own);
      else if (named !== undefined && method !== 'GET') named.body = body;
      const list = all.slice((page - 1) * 100, page * 100);
      response.end(JSON.stringify(pathname.endsWith('/user') ? { id: own.author.id } : list));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  finished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url, all, requests, write: (body) => add(body, stranger) };
}
