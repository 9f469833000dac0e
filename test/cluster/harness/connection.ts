import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer of the API server that is no success, with what the server says about it. */
export class KubernetesError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(method: string, path: string, status: number, reason: string, message: string) {
    super(`${method} ${path}: ${status} ${message}`);
    this.name = 'KubernetesError';
    this.status = status;
    this.reason = reason;
  }
}

export interface Credentials {
  readonly port: number;
  readonly token: string;
  readonly ca: string;
}

export interface Body {
  readonly type: string;
  /** Text goes as it is, anything else as JSON. */
  readonly content: unknown;
}

/** HTTPS to one API server, which must show a certificate of the given authority. */
export class Connection {
  readonly #credentials: Credentials;
  readonly #agent: Agent;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 16, ca: credentials.ca });
  }

  async request(method: string, path: string, body?: Body, accept?: string): Promise<unknown> {
    return parse(await this.text(method, path, body, accept));
  }

  /** The answer as it came: JavaScript's numbers would lose digits of long ones. */
  async text(
    method: string,
    path: string,
    body?: Body,
    accept = 'application/json',
  ): Promise<string> {
    let { status, text } = await this.#send(method, path, body, accept);
    // The server asks to come again, as it does for a moment after a CRD came or went.
    for (let retries = 0; status === 429 && retries < 50; retries += 1) {
      await sleep(200);
      ({ status, text } = await this.#send(method, path, body, accept));
    }
    if (status >= 200 && status < 300) return text;
    const answer = parse(text) as { reason?: string; message?: string } | string;
    const { reason = '', message = text } = typeof answer === 'string' ? {} : answer;
    throw new KubernetesError(method, path, status, reason, message);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    method: string,
    path: string,
    body: Body | undefined,
    accept: string,
  ): Promise<{ status: number; text: string }> {
    const { port, token } = this.#credentials;
    const content =
      body && (typeof body.content === 'string' ? body.content : JSON.stringify(body.content));
    const headers = {
      authorization: `Bearer ${token}`,
      accept,
      ...(body === undefined ? {} : { 'content-type': body.type }),
      // Of a DELETE, Node says no length itself, and the server reads the body as the next request.
      ...(content !== undefined && { 'content-length': Buffer.byteLength(content) }),
    };
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, method, headers, agent: this.#agent };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text });
        });
      });
      sent.setTimeout(30_000, () => sent.destroy(new Error(`${method} ${path}: no answer`)));
      sent.on('error', reject);
      sent.end(content);
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // /readyz and some errors are plain text.
    return text;
  }
}
