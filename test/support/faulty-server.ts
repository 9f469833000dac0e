/** Servers of HTTP that fail at any request one likes. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { onTestFinished } from 'vitest';

/** What can become of a request. */
export const serverFaults = [
  'drops it unread',
  'drops it when all is done',
  'cuts its answer off',
  'hangs',
  'says that the token has expired',
  'says that the token may not',
  'fails',
] as const;
export type ServerFault = (typeof serverFaults)[number];

/** What becomes of a request and all that follow, as where who asks is killed. */
export const endings = ['hears no more', 'hears no more after it'] as const;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface FaultyServer {
  readonly url: string;
  /** How many requests came since the last fault was set. */
  requests: number;
  /** Lets the n-th request from now on fail. */
  failAt(at: number, fault?: ServerFault | (typeof endings)[number]): void;
}

const refusals: Readonly<Partial<Record<string, number>>> = {
  'says that the token has expired': 401,
  'says that the token may not': 403,
  fails: 503,
};

/** Answers on the loopback interface until the test ends. */
export async function faultyServer(
  answer: (request: IncomingMessage) => Promise<Answer>,
  finished: typeof onTestFinished,
): Promise<FaultyServer> {
  let [at, fault] = [0, undefined as string | undefined];
  const state: { -readonly [Key in keyof FaultyServer]: FaultyServer[Key] } = {
    url: '',
    requests: 0,
    failAt: (...given) => {
      state.requests = 0;
      [at, fault] = given;
    },
  };
  const server = createServer((request, response) => {
    state.requests += 1;
    const isPast = at > 0 && state.requests > at;
    const now = state.requests === at ? fault : undefined;
    const isOver = fault === 'hears no more' || fault === 'hears no more after it';
    if (now === 'hangs') return;
    if (now === 'drops it unread' || now === 'hears no more' || (isPast && isOver)) {
      request.socket.destroy();
      return;
    }
    const refusal = now === undefined ? undefined : refusals[now];
    if (refusal !== undefined) {
      response.writeHead(refusal, { 'WWW-Authenticate': 'Basic realm="forge"' }).end();
      return;
    }
    void answer(request).then(({ status, headers, body }) => {
      if (now === 'drops it when all is done' || now === 'hears no more after it') {
        request.socket.destroy();
      } else if (now === 'cuts its answer off') {
        response.writeHead(status, { ...headers, 'Content-Length': String(body.length + 1) });
        response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
      } else {
        response.writeHead(status, headers).end(body);
      }
    });
  });
  state.url = await listen(server, finished);
  return state;
}

async function listen(server: Server, finished: typeof onTestFinished): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  finished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
