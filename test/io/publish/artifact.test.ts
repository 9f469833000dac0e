import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DiagnosticError } from '../../../lib/core/index.ts';
import { artifactAddress, ArtifactDestination } from '../../../lib/io/publish/index.ts';
import { type CredentialsOf, pushManifest, Registry, Web } from '../../../lib/io/registry/index.ts';
import { publishTo } from '../../../lib/publish/index.ts';
import { kindOf, readText } from '../../../lib/reconcile/tree.ts';
import { endings, type FaultyServer, serverFaults } from '../../support/faulty-server.ts';
import { startGuardedRegistry } from '../../support/registry.ts';
import { treeOf } from '../../support/tree.ts';

const password = 'planted-password';
const basic = Buffer.from(`ada:${password}`).toString('base64');

function settingsOf(
  { url }: FaultyServer,
  credentials: CredentialsOf = () => basic,
  patience?: number,
) {
  return {
    registry: new Registry(new Web(patience), credentials),
    address: artifactAddress(`${url.replace('http:', 'oci:')}/acme/fleet`, 'main'),
    facts: { created: '2026-01-01T00:00:00Z', source: undefined },
    sign: undefined,
  };
}

function destination(...parameters: Parameters<typeof settingsOf>): ArtifactDestination {
  return new ArtifactDestination(settingsOf(...parameters));
}

const ports = { isBefore: () => Promise.resolve(true), pause: () => Promise.resolve() };

/** Publishes an app of a cluster, with a value. */
function publish(server: FaultyServer, value: string, cluster = 'home', patience?: number) {
  const request = {
    tree: treeOf({ [cluster]: { web: { objects: { config: value } } } }),
    origin: { revision: 'a'.repeat(40), branch: 'main', clusters: [cluster] },
    share: { clusters: [cluster], isWhole: false, includes: () => true },
    isRival: () => true,
    maxDeletions: 0,
  };
  return publishTo(destination(server, undefined, patience), request, ports);
}

const file = (cluster: string) => `clusters/${cluster}/apps/web/configmap.config.yaml`;

describe('a tag of a registry that wants a token', () => {
  let server: FaultyServer;
  beforeEach(async () => {
    server = await startGuardedRegistry(password, onTestFinished);
  });

  test('names what was published last', async () => {
    await publish(server, 'old');
    const { id } = await publish(server, 'new');
    const tip = await destination(server).tip();
    expect(tip.id).toBe(id);
    expect(readText(tip.tree, file('home'))).toContain('new');
  });

  test.for([
    ['without credentials', undefined],
    ['with a wrong password', Buffer.from('ada:wrong').toString('base64')],
  ] as const)('is not shown to who comes %s', async ([, credentials]) => {
    const tip = destination(server, () => credentials).tip();
    await expect(tip).rejects.toThrow(/publish-failed: .* asks for credentials/);
  });

  test('keeps what somebody else published meanwhile', async () => {
    const late = destination(server);
    const tip = await late.tip();
    await publish(server, 'theirs', 'staging');
    const changes = { writes: treeOf({ home: { web: { objects: {} } } }), deletes: [] };
    const published = { changes: { ...changes, unchanged: [], foreign: [], tree: new Map() } };
    const origin = { revision: 'b'.repeat(40), branch: 'main', clusters: ['home'] };
    const put = await late.put(tip, { ...published, message: '' }, origin);
    expect(put).toEqual({ late: 'the tag main names another artifact' });
    await publish(server, 'mine');
    const { tree } = await destination(server).tip();
    for (const cluster of ['home', 'staging']) expect(kindOf(tree, file(cluster))).toBe('file');
  });

  test('is left alone where it names something else than an artifact of Flux', async () => {
    const { registry, address } = settingsOf(server);
    const image = new TextEncoder().encode('{"schemaVersion":2,"layers":[]}');
    await pushManifest(registry, address.repository, 'main', image);
    await expect(publish(server, 'mine')).rejects.toThrow('it is no artifact of Flux');
  });

  test.for([...serverFaults, ...endings])(
    'is as it was or as it is to be, whichever request it is where the registry %s',
    { timeout: 120_000 },
    async (fault) => {
      await publish(server, 'old');
      const { registry, address } = settingsOf(server);
      const old = await destination(server).tip();
      const manifest = await manifestOf(server, old.id);
      server.failAt(0);
      await publish(server, 'new');
      const { requests } = server;
      expect(requests).toBeGreaterThan(12);
      for (let at = 1; at <= requests; at += 1) {
        await pushManifest(registry, address.repository, 'main', manifest);
        server.failAt(at, fault);
        // Another value each time, so that nothing of it is there already.
        const patience = fault === 'hangs' ? 1000 : undefined;
        const failure = await publish(server, `new ${at}`, 'home', patience).then(
          () => undefined,
          (error: unknown) => error,
        );
        server.failAt(0);
        const { id } = await destination(server).tip();
        await publish(server, `new ${at}`);
        const { id: expected } = await destination(server).tip();
        expect(expected).not.toBe(old.id);
        // What arrived although nobody said so is found out, unless nobody can be asked any more.
        if (failure === undefined) expect(id).toBe(expected);
        else expect([old.id, expected]).toContain(id);
        if (failure !== undefined) expect(failure).toBeInstanceOf(DiagnosticError);
        expect(String(failure)).not.toContain(password);
      }
    },
  );
});

async function manifestOf(server: FaultyServer, id: string): Promise<Uint8Array> {
  const { registry, address } = settingsOf(server);
  const asked = { path: `manifests/${id}`, limit: 1 << 20 };
  const answer = await registry.send(address.repository, asked);
  if ('unavailable' in answer) throw new Error(answer.unavailable);
  return answer.body;
}
