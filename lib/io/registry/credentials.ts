import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CredentialsOf } from './registry.ts';

/**
 * Credentials that `docker login` wrote down in plain text. Those that a credential helper keeps are
 * left to it: asking it could ask a person.
 */
export function dockerCredentials(env: NodeJS.ProcessEnv): CredentialsOf {
  const file = join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
  let auths: Record<string, { readonly auth?: unknown } | undefined> | undefined;
  const read = (): typeof auths => {
    try {
      const config = JSON.parse(readFileSync(file, 'utf8')) as { auths?: typeof auths };
      return config.auths ?? {};
    } catch {
      return {};
    }
  };
  return (host) => {
    auths ??= read();
    const key = host === 'registry-1.docker.io' ? 'https://index.docker.io/v1/' : host;
    const auth = auths?.[key]?.auth;
    return typeof auth === 'string' && auth !== '' ? auth : undefined;
  };
}
