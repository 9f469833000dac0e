import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { EncryptedSecret } from 'sluice';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseIdentities, verify } from '../../lib/sops/index.ts';
import { program } from '../../tools/programs.ts';
import { run } from '../../tools/run.ts';
import { describeWithGo } from '../kubernetes/yaml/go.ts';
import { encrypted, fileWith } from '../support/ciphertext.ts';
import { appIn, cleanSynth, clusterIn, configMapIn } from '../support/fleet.ts';
import { temporaryFolder } from '../support/folder.ts';

// Made for each run: they protect nothing, and no private key stands in the repository.
const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);

const plain = `# for the database
apiVersion: v1
kind: Secret
metadata:
  # of the file
  name: other
  labels: {a: b} # flow
type: Opaque
stringData:
  z: last
  # kept with the ciphertext
  a: "1"
  empty: ""
  lines: |
    one
    two
data:
  bytes: aGk=
`;

/** Every kind of metadata that synth can set. */
const metadata = {
  namespace: 'shop',
  labels: { a: 'changed', 'app.kubernetes.io/name': 'x: # y' },
  annotations: { 'example.org/note': 'a\nb', quote: '"\'' },
};

/** A Secret as it is in the tree, in an app that also has secret variables. */
async function synthesized(text: string): Promise<string> {
  const label = 'labels: { reconcile.fluxcd.io/watch: Enabled }';
  const own = `metadata: { name: cluster-secrets, namespace: flux-system, ${label} }`;
  const variables = `apiVersion: v1\nkind: Secret\n${own}\nstringData: { DOMAIN: example.org }\n`;
  const secrets = fileWith(await encrypted(variables, [recipient]));
  const file = fileWith(text);
  const { tree } = cleanSynth((fleet) => {
    const app = appIn(clusterIn(fleet, 'home', { secrets, sops: { age: [recipient] } }));
    EncryptedSecret.fromFile(app, 'db', file, { metadata });
    configMapIn(app, 'a', { data: { domain: app.cluster.secretVariable('DOMAIN') } });
  });
  return tree.get('clusters/home/apps/web/secret.shop_db.yaml') ?? '';
}

async function sopsDecrypt(text: string): Promise<unknown> {
  const file = path.join(temporaryFolder(), 'db.yaml');
  writeFileSync(file, text);
  const env = { PATH: process.env['PATH'], SOPS_AGE_KEY: identity, HOME: path.dirname(file) };
  return parse(await run(await program('sops'), ['decrypt', file], { env }));
}

async function verdict(text: string): Promise<string> {
  const parsed = await parseIdentities({ text: identity });
  const identities = 'value' in parsed ? parsed.value : [];
  const { mac, diagnostics } = await verify({ text }, 'yaml', { identities });
  return [mac, ...diagnostics.map(({ message }) => message)].join('\n');
}

const applied = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'db',
    namespace: 'shop',
    labels: metadata.labels,
    annotations: { ...metadata.annotations, 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' },
  },
  type: 'Opaque',
  stringData: { z: 'last', a: '1', empty: '', lines: 'one\ntwo\n' },
  data: { bytes: 'aGk=' },
};

test('the MAC of a Secret still verifies after synth has set its metadata', async () => {
  expect(await verdict(await synthesized(await encrypted(plain, [recipient])))).toBe('right');
});

test('any metadata leaves the MAC right', async () => {
  const text = await encrypted(plain, [recipient]);
  const file = fileWith(text);
  const texts = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,3})?$/), fc.string());
  await fc.assert(
    fc.asyncProperty(texts, texts, async (labels, annotations) => {
      const { tree } = cleanSynth((fleet) => {
        const app = appIn(clusterIn(fleet, 'home', { sops: { age: [recipient] } }));
        EncryptedSecret.fromFile(app, 'db', file, { metadata: { labels, annotations } });
      });
      const written = tree.get('clusters/home/apps/web/secret.db.yaml') ?? '';
      expect(await verdict(written)).toBe('right');
      expect(parse(written)).toMatchObject({
        metadata: {
          labels: { ...labels },
          ...(Object.keys(annotations).length > 0 && { annotations }),
        },
      });
    }),
    { numRuns: 20 },
  );
});

describeWithGo('the real sops', () => {
  test('decrypts what synth wrote from a file of Sluice', async () => {
    const text = await synthesized(await encrypted(plain, [recipient]));
    expect(await sopsDecrypt(text)).toEqual(applied);
  });

  test('decrypts what synth wrote from a file of its own', async () => {
    const folder = temporaryFolder();
    const rule = { encrypted_regex: '^(data|stringData)$', mac_only_encrypted: true };
    const [file, config] = [path.join(folder, 'db.yaml'), path.join(folder, '.sops.yaml')];
    writeFileSync(file, plain);
    writeFileSync(config, JSON.stringify({ creation_rules: [{ age: recipient, ...rule }] }));
    const text = await run(await program('sops'), ['--config', config, 'encrypt', file]);
    expect(await sopsDecrypt(await synthesized(text))).toEqual(applied);
  });

  test('refuses the same file without one of its values, so it does look at the MAC', async () => {
    const text = await synthesized(await encrypted(plain, [recipient]));
    await expect(sopsDecrypt(text.replace(/^ *z: .*\n/m, ''))).rejects.toThrow('MAC');
  });
});
