import { type BranchRules, githubRules, gitlabRules, type Known } from '../../verify/index.ts';

/** A forge's API, and the token for it. */
interface Forge {
  readonly api: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A repository by its address, however it is reached. */
interface Place {
  readonly host: string;
  /** Without `.git`. */
  readonly path: string;
}

/** How long a forge may take for an answer, in milliseconds. */
const timeout = 30_000;

/**
 * Asks the forge of a repository how it protects a branch: GitHub with the token GITHUB_TOKEN, at
 * GITHUB_API_URL, or GitLab with GITLAB_TOKEN, at CI_API_V4_URL.
 */
export async function askForge(
  url: string,
  branch: string,
  env: NodeJS.ProcessEnv,
): Promise<Known<BranchRules>> {
  const place = placeOf(url);
  if (place === undefined) return { missing: 'the repository is at no forge' };
  const github = env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const gitlab = env['CI_API_V4_URL'] ?? 'https://gitlab.com/api/v4';
  const isAt = (known: string, ...others: readonly (string | undefined)[]): boolean =>
    [known, ...others.map((each) => each && hostOf(each))].includes(place.host);
  try {
    if (isAt('github.com', env['GITHUB_SERVER_URL'], env['GITHUB_API_URL'])) {
      const token = env['GITHUB_TOKEN'] ?? '';
      if (token === '') return { missing: 'no token in GITHUB_TOKEN' };
      const accept = {
        Accept: 'application/vnd.github+json',
        'X-GitHub-Api-Version': '2022-11-28',
      };
      const headers = { ...accept, Authorization: `Bearer ${token}` };
      return { value: await askGithub({ api: checked(github), headers }, place.path, branch) };
    }
    if (isAt('gitlab.com', env['CI_SERVER_URL'], env['CI_API_V4_URL'])) {
      const token = env['GITLAB_TOKEN'] ?? '';
      if (token === '') return { missing: 'no token in GITLAB_TOKEN' };
      const headers = { 'PRIVATE-TOKEN': token };
      return { value: await askGitlab({ api: checked(gitlab), headers }, place.path, branch) };
    }
  } catch (error) {
    if (error instanceof Refusal) return { missing: error.message };
    throw error;
  }
  return { missing: `${place.host} is neither GitHub nor GitLab, as far as is known` };
}

/** Whether two addresses are of one repository, however it is reached. */
export function sameRepository(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  if (a === undefined || b === undefined) return one === other;
  return a.host === b.host && a.path.toLowerCase() === b.path.toLowerCase();
}

/** A forge said no, or nothing. */
class Refusal extends Error {
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

async function askGithub(forge: Forge, path: string, branch: string): Promise<BranchRules> {
  const repository = `/repos/${path.split('/').map(encodeURIComponent).join('/')}`;
  const name = encodeURIComponent(branch);
  const about = await ask(forge, `${repository}/branches/${name}`);
  const rulesets = await all(forge, `${repository}/rules/branches/${name}`);
  const protection = await ask(forge, `${repository}/branches/${name}/protection`).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal) || ![403, 404].includes(error.status ?? 0)) throw error;
      return error.message.includes('Branch not protected') ? 'none' : 'hidden';
    },
  );
  const isProtected = (about as { readonly protected?: unknown }).protected === true;
  return githubRules(rulesets, protection as object | 'none' | 'hidden', isProtected);
}

async function askGitlab(forge: Forge, path: string, branch: string): Promise<BranchRules> {
  const project = `/projects/${encodeURIComponent(path)}`;
  const about = await ask(forge, project);
  const branches = await all(forge, `${project}/protected_branches`);
  // Rules of approval are of an edition that is paid for, or not for this token.
  const approvals = await all(forge, `${project}/approval_rules`).catch((error: unknown) => {
    if (error instanceof Refusal && [401, 403, 404].includes(error.status ?? 0)) return undefined;
    throw error;
  });
  return gitlabRules(branch, branches, about, approvals);
}

const perPage = 100;

/** All pages of a list. */
async function all(forge: Forge, path: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let page = 1; page <= 20; page += 1) {
    const some = await ask(forge, `${path}?per_page=${perPage}&page=${page}`);
    if (!Array.isArray(some)) throw new Refusal('the answer of the forge is no list');
    found.push(...(some as readonly unknown[]));
    if (some.length < perPage) break;
  }
  return found;
}

async function ask({ api, headers }: Forge, path: string): Promise<unknown> {
  let url = `${api}${path}`;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    }).catch((error: unknown) => {
      const { cause, message } = error as Error & { readonly cause?: { readonly code?: string } };
      throw new Refusal(`the forge cannot be reached: ${cause?.code ?? message}`);
    });
    const text = await answer.text();
    const next = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && next !== null) {
      const target = new URL(next, url);
      // Whoever answers elsewhere is not whom the token is for.
      if (target.origin !== new URL(api).origin || redirects === 3) {
        throw new Refusal(`the forge redirects to ${target.host}, which is not followed`);
      }
      url = target.href;
      continue;
    }
    return parsed(answer.status, text);
  }
}

function parsed(status: number, text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(`the forge answers ${status}, and no JSON`, status);
  }
  if (status >= 200 && status < 300) return body;
  const { message = '' } = body as { readonly message?: unknown };
  const said = typeof message === 'string' ? message : JSON.stringify(message);
  throw new Refusal(`the forge answers ${status}: ${said.slice(0, 200)}`, status);
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** @throws Refusal where anybody on the way could read the token */
function checked(api: string): string {
  const url = URL.canParse(api) ? new URL(api) : undefined;
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.test(url.hostname));
  if (!isSafe) throw new Refusal('the address of the forge is not one of https');
  return api.replace(/\/$/, '');
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

function placeOf(url: string): Place | undefined {
  // As scp writes it: git@github.com:acme/manifests.git
  const [, scpHost, scpPath] = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(url) ?? [];
  const parts =
    scpHost !== undefined && scpPath !== undefined
      ? { host: scpHost, path: scpPath }
      : URL.canParse(url) && /^(?:https?|ssh):/.test(url)
        ? { host: new URL(url).hostname, path: new URL(url).pathname }
        : undefined;
  if (parts === undefined) return undefined;
  const path = parts.path
    .replace(/^\/+/, '')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
  return path === '' ? undefined : { host: parts.host.toLowerCase(), path };
}
