import { type CredentialsOf, dockerCredentials } from '../registry/index.ts';

/**
 * The token for registries that the environment gives: SLUICE_OCI_TOKEN, with SLUICE_OCI_USERNAME where
 * a registry asks for a certain name.
 */
export function registryToken(
  env: NodeJS.ProcessEnv,
): { readonly username: string; readonly token: string } | undefined {
  const token = env['SLUICE_OCI_TOKEN'] ?? '';
  if (token === '') return undefined;
  return { username: env['SLUICE_OCI_USERNAME'] ?? 'x-access-token', token };
}

/** What a registry is logged in to with: that token, or what `docker login` wrote down. */
export function registryCredentials(env: NodeJS.ProcessEnv): CredentialsOf {
  const given = registryToken(env);
  if (given === undefined) return dockerCredentials(env);
  const basic = Buffer.from(`${given.username}:${given.token}`).toString('base64');
  return () => basic;
}
