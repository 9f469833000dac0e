/** What a server answered, or why there is no answer. Addresses in it carry no credentials. */
export type Downloaded =
  | { readonly body: Uint8Array; readonly headers: Headers; readonly status: number }
  | { readonly unavailable: string; readonly isUnreachable?: true };

export interface DownloadOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** @default GET */
  readonly method?: 'HEAD' | 'POST' | 'PUT';
  /** What is sent. */
  readonly body?: Uint8Array;
  /** The most bytes that an answer may have. */
  readonly limit: number;
}

/**
 * Servers, each asked by one request at first: where that one finds nobody, the others, which are
 * often dozens, need not try.
 */
export class Web {
  readonly #first = new Map<string, Promise<Downloaded>>();
  readonly #patience: number;

  /** @param patience how long a server may take for a whole answer, in milliseconds */
  constructor(patience = 60_000) {
    this.#patience = patience;
  }

  /** Gets a resource, whole. Redirects are followed; to other hosts without credentials. */
  async download(url: string, options: DownloadOptions): Promise<Downloaded> {
    const shown = withoutCredentials(url);
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      return { unavailable: `${shown} is no HTTP address` };
    }
    const { host } = new URL(url);
    const first = this.#first.get(host);
    if (first === undefined) {
      const answer = get(url, options, this.#patience);
      this.#first.set(host, answer);
      return answer;
    }
    const known = await first;
    return 'isUnreachable' in known ? known : get(url, options, this.#patience);
  }
}

async function get(
  url: string,
  { limit, body: sent, ...options }: DownloadOptions,
  patience: number,
): Promise<Downloaded> {
  const shown = withoutCredentials(url);
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { ...options, ...(sent && { body: sent }), signal });
    const body = await readBody(response, limit);
    if (body === undefined)
      return { unavailable: `${shown} answers with more than ${limit} bytes` };
    return { body, headers: response.headers, status: response.status };
  } catch (error) {
    const reason = reasonOf(error, patience);
    if (!noServer.has(reason)) return { unavailable: `${shown} cannot be reached: ${reason}` };
    const { host } = new URL(url);
    return { unavailable: `${host} cannot be reached: ${reason}`, isUnreachable: true };
  }
}

/** Reasons that are the server's, whatever one asks of it. */
const noServer = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

async function readBody(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > limit) return undefined;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** fetch hides the reason in the cause of its error. */
function reasonOf(error: unknown, patience: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `it took longer than ${patience / 1000} s`;
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  return code ?? (cause instanceof Error ? cause.message : String(cause));
}

/** An address as it may be shown. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^@/]*@/, '$1').replace(/\?.*$/, '');
}
