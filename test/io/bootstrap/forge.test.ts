import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DeployKey, type Forge, registerDeployKey } from '../../../lib/io/bootstrap/index.ts';

const key: DeployKey = {
  host: 'github.com',
  repository: 'acme/fleet',
  title: 'sluice-home',
  publicKey: 'ssh-ed25519 AAAA',
  writes: false,
};

interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly token: unknown;
}

/** A double of a forge's API: it knows some keys, and notes what it is asked. */
async function forgeWith(known: readonly object[], refusal?: number) {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({
        method,
        url,
        body,
        token: headers.authorization ?? headers['private-token'],
      });
      const isRefused = refusal !== undefined && method === 'POST';
      response.writeHead(isRefused ? refusal : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isRefused ? { message: 'no rights' } : known));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { GITHUB_API_URL: url, CI_API_V4_URL: url, GITHUB_TOKEN: 't', GITLAB_TOKEN: 't' };
  const register = (forge: Forge, more: Partial<DeployKey> = {}) =>
    registerDeployKey(forge, { ...key, ...more }, env);
  return { register, requests };
}

describe('a deploy key is registered', () => {
  it('with GitHub, read-only', async () => {
    const { register, requests } = await forgeWith([]);
    expect(await register('github')).toBe(true);
    expect(requests.map(({ method, url, token }) => `${method} ${url} ${String(token)}`)).toEqual([
      'GET /repos/acme/fleet/keys?per_page=100 Bearer t',
      'POST /repos/acme/fleet/keys Bearer t',
    ]);
    const sent = { title: 'sluice-home', key: key.publicKey, read_only: true };
    expect(JSON.parse(requests[1]?.body ?? '')).toEqual(sent);
  });

  it('with GitLab, where image automation pushes with it', async () => {
    const { register, requests } = await forgeWith([]);
    await register('gitlab', { writes: true });
    expect(requests[1]).toMatchObject({ url: '/projects/acme%2Ffleet/deploy_keys', token: 't' });
    expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({ can_push: true });
  });

  it('once', async () => {
    const { register, requests } = await forgeWith([{ key: `${key.publicKey} comment` }]);
    expect(await register('github')).toBe(false);
    expect(requests).toHaveLength(1);
  });

  it('not where it is there without the right to push', async () => {
    const { register } = await forgeWith([{ key: key.publicKey, read_only: true }]);
    await expect(register('github', { writes: true })).rejects.toThrow(
      /has the deploy key as read/,
    );
  });

  it('not where the forge refuses, which it says', async () => {
    const { register } = await forgeWith([], 403);
    await expect(register('github')).rejects.toThrow(/answers 403: no rights/);
  });

  it('not without a token', async () => {
    await expect(registerDeployKey('gitlab', key, {})).rejects.toThrow(/GITLAB_TOKEN is not set/);
  });
});
