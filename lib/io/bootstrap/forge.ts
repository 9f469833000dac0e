import { DiagnosticError, errorAt } from '../../core/index.ts';

export type Forge = 'github' | 'gitlab';

/** A deploy key, as a forge is to have it. */
export interface DeployKey {
  readonly host: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly title: string;
  /** The public half: type and key. */
  readonly publicKey: string;
  /** Whether it may push. */
  readonly writes: boolean;
}

/** How a forge is asked. GitHub: REST, "Deploy keys"; GitLab: "Deploy keys API". */
interface Api {
  readonly token: string;
  url(key: DeployKey, env: NodeJS.ProcessEnv): string;
  headers(token: string): Readonly<Record<string, string>>;
  body(key: DeployKey): object;
  writes(found: FoundKey): boolean;
}

interface FoundKey {
  readonly key?: string;
  readonly read_only?: boolean;
  readonly can_push?: boolean;
}

const apis: Readonly<Record<Forge, Api>> = {
  github: {
    token: 'GITHUB_TOKEN',
    url: ({ host, repository }, env) => {
      const own = host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`;
      return `${env['GITHUB_API_URL'] ?? own}/repos/${repository}/keys`;
    },
    headers: (token) => ({
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
    }),
    body: ({ title, publicKey, writes }) => ({ title, key: publicKey, read_only: !writes }),
    writes: (found) => found.read_only === false,
  },
  gitlab: {
    token: 'GITLAB_TOKEN',
    url: ({ host, repository }, env) => {
      const base = env['CI_API_V4_URL'] ?? `https://${host}/api/v4`;
      return `${base}/projects/${encodeURIComponent(repository)}/deploy_keys`;
    },
    headers: (token) => ({ 'private-token': token }),
    body: ({ title, publicKey, writes }) => ({ title, key: publicKey, can_push: writes }),
    writes: (found) => found.can_push === true,
  },
};

/** How long a forge may take for an answer, in milliseconds. */
const timeout = 30_000;

/**
 * Has a forge accept a deploy key, unless it does already. The token is the variable GITHUB_TOKEN or
 * GITLAB_TOKEN; GITHUB_API_URL and CI_API_V4_URL name the API of one's own forge.
 *
 * @returns whether it was new
 * @throws DiagnosticError where the forge refuses
 */
export async function registerDeployKey(
  forge: Forge,
  key: DeployKey,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const api = apis[forge];
  const token = env[api.token] ?? '';
  if (token === '')
    throw failed(`${api.token} is not set`, 'It needs the right to administrate it.');
  const url = api.url(key, env);
  const headers = { ...api.headers(token), 'content-type': 'application/json' };
  const known = (await ask(`${url}?per_page=100`, { headers })) as readonly FoundKey[];
  const found = known.find((each) => bare(each.key ?? '') === bare(key.publicKey));
  if (found === undefined) {
    await ask(url, { method: 'POST', headers, body: JSON.stringify(api.body(key)) });
    return true;
  }
  if (!key.writes || api.writes(found)) return false;
  const hint = 'Delete it there, and run this again.';
  throw failed('it has the deploy key as read-only, and image automation writes with it', hint);
}

/** A key without its comment. */
function bare(key: string): string {
  return key.split(/\s+/).slice(0, 2).join(' ');
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    const signal = AbortSignal.timeout(timeout);
    response = await fetch(url, { ...request, signal, redirect: 'error' });
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name?: string };
    throw failed(`${new URL(url).host} does not answer: ${cause?.code ?? name ?? 'no reason'}`);
  }
  if (response.ok) return response.json();
  const said = ((await response.json().catch(() => ({}))) as { message?: unknown }).message;
  const why = typeof said === 'string' ? `: ${said.slice(0, 200)}` : '';
  throw failed(`${new URL(url).host} answers ${response.status}${why}`);
}

function failed(
  message: string,
  hint = 'The cluster has the key: run this again, or add the printed half by hand.',
): DiagnosticError {
  return new DiagnosticError([errorAt('registration-failed', {}, message, { hint })]);
}
