import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { ApiObject } from 'cdk8s';
import { AppChart, EncryptedSecret, type Fleet } from 'sluice';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encrypt, secretRule } from '../../lib/sops/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';
import { follow, publish, synth, testCluster } from './fixtures/programs.ts';
import { describeCluster, type KubernetesObject } from './harness/index.ts';

// Made for each run, so that no private key stands in the repository.
const keys = { home: await generateIdentity(), lab: await generateIdentity() };
type Name = keyof typeof keys;
const folder = mkdtempSync(join(tmpdir(), 'sluice-secrets-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What Flux would change if it substituted in it, and what YAML reads as something else. */
const values = (name: Name) => ({
  password: `of ${name}: \${DOMAIN} $$ \${`,
  number: '012',
  lines: 'one\n  two\n',
  empty: '',
});

/** A file that `name` can read, as `sluice secret encrypt` makes it. */
async function fileFor(name: Name, file: string, object: object): Promise<URL> {
  const recipients = [await identityToRecipient(keys[name])];
  const settings = { recipients, rule: secretRule, macOnlyEncrypted: true };
  const deps = { now: new Date(), randomBytes };
  const result = await encrypt({ text: JSON.stringify(object, null, 2) }, 'yaml', settings, deps);
  if (!('value' in result)) throw new Error(result.diagnostics.map(String).join('\n'));
  const path = join(folder, `${name}-${file}`);
  writeFileSync(path, result.value);
  return pathToFileURL(path);
}

async function synthFor(name: Name): Promise<Synthesis> {
  const age = [await identityToRecipient(keys[name])];
  const labels = { 'reconcile.fluxcd.io/watch': 'Enabled' };
  const secrets = await fileFor(name, 'cluster.sops.yaml', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cluster-secrets', namespace: 'flux-system', labels },
    stringData: { DOMAIN: `${name}.example.org` },
  });
  const file = await fileFor(name, 'db.sops.yaml', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'another' },
    type: 'example.org/database',
    stringData: values(name),
  });
  return synth((fleet: Fleet) => {
    const cluster = testCluster(fleet, { secrets, sops: { age } });
    const app = new AppChart(cluster, 'web', { namespace: 'demo', labels: { team: 'shop' } });
    EncryptedSecret.fromFile(app, 'db', file);
    const data = { domain: cluster.secretVariable('DOMAIN') };
    new ApiObject(app, 'config', { apiVersion: 'v1', kind: 'ConfigMap', data });
  });
}

const ageKey = { apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'sops-age' };

describe.each([
  { own: 'home', other: 'lab' },
  { own: 'lab', other: 'home' },
] as const)('the cluster $own', ({ own, other }) => {
  describeCluster('with its own age key', (cluster) => {
    let synthesis: Synthesis;
    let revision: string;

    beforeAll(async () => {
      synthesis = await synthFor(own);
      await follow(cluster(), synthesis);
      const { apiVersion, kind, ...metadata } = ageKey;
      const stringData = { 'keys.agekey': keys[own] };
      await cluster().client.create({ apiVersion, kind, metadata, stringData });
      revision = await publish(cluster(), synthesis);
      await cluster().waitApplied('flux-system/web', revision);
    }, 120_000);

    const secret = (): Promise<KubernetesObject> =>
      cluster().client.get({ apiVersion: 'v1', kind: 'Secret', namespace: 'demo', name: 'db' });

    test('decrypts what Sluice encrypted and synth wrote, and leaves every value as it is', async () => {
      const { data, type } = await secret();
      const decoded = Object.entries(data as Record<string, string>).map(
        ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')] as const,
      );
      expect(Object.fromEntries(decoded)).toEqual(values(own));
      expect(type).toBe('example.org/database');
    });

    test('gets the metadata that synth set', async () => {
      const { labels, annotations } = (await secret()).metadata;
      expect(labels).toMatchObject({ team: 'shop' });
      expect(annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' });
    });

    test(`cannot apply its Secrets with the key of ${other}, and says that it cannot decrypt`, async () => {
      const stringData = { 'keys.agekey': keys[other] };
      await cluster().client.patch(ageKey, { stringData });
      const next = await cluster().publish(synthesis.tree);
      await expect(cluster().waitApplied('flux-system/web', next)).rejects.toThrow(
        /flux-system\/web: BuildFailed: .*decrypt/s,
      );
    });
  });
});
