import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';

/** Where a repository is. */
export interface Address {
  readonly url: string;
  /** Whether it is a folder of this machine. */
  readonly isLocal: boolean;
  /** Configuration of Git that lets it in, by key, with the token of the environment. */
  readonly settings: Readonly<Record<string, string>>;
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * The address of a repository: a folder, or a URL of https or ssh. The token for https is the
 * variable SLUICE_GIT_TOKEN, with SLUICE_GIT_USERNAME where a forge asks for a certain name.
 *
 * @throws DiagnosticError for what Git is not to be asked, such as a URL that holds a password
 */
export function addressOf(repository: string, cwd: string, env: NodeJS.ProcessEnv): Address {
  const isSecureShell = /^(?:ssh:\/\/|[\w.-]+@[\w.-]+:)/.test(repository);
  if (isSecureShell) {
    if (/^ssh:\/\/[^/@]*:[^/@]*@/.test(repository)) throw holdsPassword();
    return { url: repository, isLocal: false, settings: {} };
  }
  if (/^https?:\/\//.test(repository)) return overHttp(repository, env);
  if (/^[a-z][a-z+.-]*::?\/?\//i.test(repository)) {
    throw usage('it is no folder, and no address of https or ssh');
  }
  const folder = path.resolve(cwd, repository);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw usage(`there is no folder ${repository}`, 'A URL begins with https:// or ssh://.');
  }
  return { url: folder, isLocal: true, settings: {} };
}

function overHttp(repository: string, env: NodeJS.ProcessEnv): Address {
  let url: URL;
  try {
    url = new URL(repository);
  } catch {
    throw usage('it is no URL');
  }
  if (url.username !== '' || url.password !== '') throw holdsPassword();
  const token = env['SLUICE_GIT_TOKEN'] ?? '';
  const isPlain = url.protocol === 'http:' && !loopback.test(url.hostname);
  if (isPlain)
    throw usage('over plain http, anybody on the way could read the token', 'Use https.');
  if (token === '') return { url: repository, isLocal: false, settings: {} };
  const settings = { 'credential.helper': '', [`credential.${url.origin}.helper`]: helper };
  return { url: repository, isLocal: false, settings };
}

/**
 * Gives Git the token when this server asks for it. As a header of its own, Git would send it along to
 * wherever the server leads. GitHub and GitLab take any name with a token; some forges and job tokens
 * do not.
 */
const helper =
  '!f() { [ "$1" != get ] || printf "username=%s\\npassword=%s\\n" "${SLUICE_GIT_USERNAME:-x-access-token}" "$SLUICE_GIT_TOKEN"; }; f';

function holdsPassword(): DiagnosticError {
  const hint = 'Leave it out, and put it in the variable SLUICE_GIT_TOKEN.';
  return usage(
    'the address holds a password, which others can read in the list of processes',
    hint,
  );
}

function usage(message: string, hint?: string): DiagnosticError {
  return new DiagnosticError([errorAt('usage', {}, `--repo: ${message}`, hint ? { hint } : {})]);
}
