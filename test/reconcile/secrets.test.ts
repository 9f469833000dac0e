import { createHash } from 'node:crypto';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  encrypt,
  type Format,
  type Identity,
  parseIdentities,
  secretRule,
} from '../../lib/sops/index.ts';
import type { BuildCache } from '../../lib/reconcile/index.ts';
import {
  complaints,
  configMap,
  kustomization,
  manifest,
  realKustomize,
  stateOf,
} from './cluster.ts';

let recipient = '';
let identities: readonly Identity[] = [];
beforeAll(async () => {
  const key = await generateX25519Identity();
  recipient = await identityToRecipient(key);
  const read = await parseIdentities({ text: key });
  if ('value' in read) identities = read.value;
});

/** Bytes that only look random: the same in each run. */
function bytes(count: number): Buffer {
  return createHash('shake256', { outputLength: count }).update('seed').digest();
}

async function sealed(text: string, format: Format): Promise<string> {
  const settings = { recipients: [recipient], ...(format === 'yaml' && { rule: secretRule }) };
  const result = await encrypt({ text }, format, settings, {
    now: new Date(0),
    randomBytes: bytes,
  });
  if ('diagnostics' in result) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

const decryption = { provider: 'sops' };
const secret = manifest('v1', 'Secret', 'demo/db', 'stringData:\n  password: secret-word\n');

function memoryCache(): BuildCache & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return { texts, get: (key) => texts.get(key), set: (key, text) => texts.set(key, text) };
}

describe('with a key at hand', () => {
  test('a Secret is opened, also after kustomize changed it', async () => {
    const state = await stateOf(
      {
        'entry/app.yaml': kustomization('app', 'app', { decryption, namePrefix: 'a-' }),
        'app/db.yaml': await sealed(secret, 'yaml'),
      },
      { identities, kustomize: await realKustomize() },
    );
    expect(complaints(state)).toEqual([]);
    const [object] = state.kustomizations[1]?.objects ?? [];
    expect(object?.manifest).toMatchObject({
      metadata: { name: 'a-db' },
      data: { password: Buffer.from('secret-word').toString('base64') },
    });
    expect(object?.manifest).not.toHaveProperty('sops');
    expect(object?.sealed?.opened).toBe(true);
  });

  test('what a secret generator reads is opened before the build, and kept nowhere', async () => {
    const cache = memoryCache();
    const files = {
      'entry/app.yaml': kustomization('app', 'app', { decryption, targetNamespace: 'demo' }),
      'app/kustomization.yaml': 'secretGenerator: [{ name: db, envs: [db.env] }]\n',
      'app/db.env': await sealed('password=secret-word\n', 'dotenv'),
    };
    const state = await stateOf(files, { identities, cache, kustomize: await realKustomize() });
    expect(complaints(state)).toEqual([]);
    expect(state.kustomizations[1]?.objects[0]?.manifest['data']).toEqual({
      password: Buffer.from('secret-word').toString('base64'),
    });
    expect([...cache.texts.values()].join('\n')).not.toContain('c2VjcmV0LXdvcmQ');
  });

  test('its values are variables, and no diagnostic shows them', async () => {
    const variables = manifest('v1', 'Secret', 'flux-system/vars', 'stringData:\n  ID: "4711"\n');
    const substituteFrom = [{ kind: 'Secret', name: 'vars' }];
    const labels = '  labels:\n    id: ${ID}\n';
    const state = await stateOf(
      {
        'entry/vars.yaml': kustomization('vars', 'vars', { decryption }),
        'entry/app.yaml': kustomization('app', 'app', { postBuild: { substituteFrom } }),
        'vars/vars.yaml': await sealed(variables, 'yaml'),
        'app/cm.yaml': manifest('v1', 'ConfigMap', 'demo/app', labels),
      },
      { identities },
    );
    expect(complaints(state)).toEqual(['refused-object ConfigMap demo/app']);
    expect(JSON.stringify(state.diagnostics)).not.toContain('4711');
  });
});

describe('what was built before', () => {
  test('is found again, until a file that it read changes', async () => {
    const cache = memoryCache();
    const real = await realKustomize();
    let builds = 0;
    const kustomize = {
      ...real,
      build: (...args: Parameters<typeof real.build>) => ((builds += 1), real.build(...args)),
    };
    const files = {
      'entry/app.yaml': kustomization('app', 'app', { targetNamespace: 'demo' }),
      'app/kustomization.yaml': 'resources: [../base]\n',
      'base/kustomization.yaml': 'resources: [cm.yaml]\n',
      'base/cm.yaml': configMap('demo/app', { a: '1' }),
      'other/cm.yaml': configMap('demo/other'),
    };
    const first = await stateOf(files, { cache, kustomize });
    const second = await stateOf({ ...files, 'other/cm.yaml': '' }, { cache, kustomize });
    expect(second).toEqual(first);
    expect(builds).toBe(1);
    const changed = { ...files, 'base/cm.yaml': configMap('demo/app', { a: '2' }) };
    const third = await stateOf(changed, { cache, kustomize });
    expect(third.kustomizations[1]?.objects[0]?.manifest['data']).toEqual({ a: '2' });
    expect(builds).toBe(2);
  });
});
