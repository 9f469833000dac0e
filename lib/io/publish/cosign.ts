import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorAt } from '../../core/index.ts';
import { runProgram } from '../process/index.ts';
import { registryToken } from './registry-credentials.ts';

const limits = { time: 120_000, output: 1 << 20 };

/**
 * Nothing of a private fleet goes to the public log of signatures, which Flux does not ask where it is
 * given a key. Cosign 3, and 2.6, understand both.
 */
const withoutLog = ['--use-signing-config=false', '--tlog-upload=false'];

/**
 * Signs with cosign and a key, as Flux verifies it: `cosign` of the PATH, with the key's password from
 * COSIGN_PASSWORD. It logs in as Docker does, or with the token that Sluice was given.
 *
 * @param key what cosign takes: a file, or the address of a key in a service
 * @param folder an empty one, which the caller removes
 */
export function cosignWith(key: string, folder: string, env: NodeJS.ProcessEnv) {
  return async (reference: string): Promise<void> => {
    const host = reference.slice(0, reference.indexOf('/'));
    const args = ['sign', '--yes', '--key', key, ...withoutLog, '--', reference];
    const login = registryToken(env) === undefined ? {} : logIn(host, folder, env);
    const all = { COSIGN_PASSWORD: '', ...env, ...login };
    const ended = await runProgram('cosign', args, { env: all, ...limits });
    if ('output' in ended) return;
    const said = ended.errors.trim().split('\n').at(-1) ?? '';
    const problem = said === '' ? `cosign ${ended.problem}` : said;
    const message = `${reference} could not be signed: ${ended.isMissing ? 'cosign is not installed' : problem}`;
    const hint = 'Nothing was published.';
    throw new DiagnosticError([errorAt('publish-failed', {}, message, { hint })]);
  };
}

/**
 * A configuration of Docker that leads to a program which gives the token of the environment: so the
 * token is in no file and no argument.
 */
function logIn(host: string, folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const directory = path.join(folder, 'cosign');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const config = { credHelpers: { [host]: 'sluice' } };
  writeFileSync(path.join(directory, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  const helper = path.join(directory, 'docker-credential-sluice');
  writeFileSync(helper, helperScript);
  chmodSync(helper, 0o700);
  const { username, token } = registryToken(env) ?? { username: '', token: '' };
  return {
    DOCKER_CONFIG: directory,
    PATH: `${directory}${path.delimiter}${env['PATH'] ?? ''}`,
    SLUICE_LOGIN: JSON.stringify({ Username: username, Secret: token }),
  };
}

/** Docker's protocol of credential helpers: it prints JSON. */
const helperScript = `#!/bin/sh
[ "$1" = get ] && printf '%s' "$SLUICE_LOGIN"
`;
