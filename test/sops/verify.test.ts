import { describe, expect, test } from 'vitest';
import {
  type CreationRule,
  encrypt,
  encryptBinary,
  parseIdentities,
  readCreationRules,
  secretRule,
  verify,
} from '../../lib/sops/index.ts';
import { codesOf, fixedDeps, identity, keys, valueOf } from './sops.ts';

const { alice, bob, carol } = keys;
const plain = 'metadata: {name: db}\nstringData:\n  password: hunter2\n  n: x\n';
const settings = {
  recipients: [alice.recipient, bob.recipient],
  rule: secretRule,
  macOnlyEncrypted: true,
};
const text = valueOf(await encrypt({ text: plain }, 'yaml', settings, fixedDeps()));

async function ruleOf(recipients: readonly string[], more = ''): Promise<{ rule: CreationRule }> {
  const lines = recipients.map((each) => `      - ${each}\n`).join('');
  const rules = `creation_rules:\n  - age:\n${lines}    encrypted_regex: ^(data|stringData)$\n${more}`;
  return { rule: valueOf(await readCreationRules({ text: rules })).ruleFor('x.yaml')! };
}

test('without a key the form is checked, and the MAC is said to be unchecked', async () => {
  expect(await verify({ text }, 'yaml')).toEqual({
    diagnostics: [],
    mac: 'unchecked',
    recipients: settings.recipients,
  });
});

test('a key that is not for the file is no fault of the file', async () => {
  const identities = [await identity('carol')];
  expect(await verify({ text }, 'yaml', { identities })).toMatchObject({
    diagnostics: [],
    mac: 'unchecked',
  });
});

test('recipients are those of the rule, no more and no fewer', async () => {
  const only = '    mac_only_encrypted: true\n';
  const same = await verify({ text }, 'yaml', await ruleOf([bob.recipient, alice.recipient], only));
  expect(same.diagnostics).toEqual([]);
  const { diagnostics } = await verify(
    { text },
    'yaml',
    await ruleOf([alice.recipient, carol.recipient], only),
  );
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    `sops-recipients: ${carol.recipient.slice(0, 24)}… should be able to read the file, and is not`,
    `sops-recipients: ${bob.recipient} can read the file, and should not`,
  ]);
});

const pgp = '  pgp:\n    - fp: ABC\n      enc: x\n      created_at: "2026-01-01T00:00:00Z"\n';

test.each([
  ['a stranger of another kind than age', pgp, '', 'keys of pgp can read the file, and should not'],
  [
    'one of another kind who is missing',
    '',
    '    azure_keyvault: https://a.vault.azure.net/keys/b/c\n',
    'keys of azure_kv should be able to read the file, and are not',
  ],
])('%s is an error', async (_, stanza, rule, message) => {
  const file = text.replace(/^sops:\n/m, `$&${stanza.replace(/^/gm, '  ').trimEnd()}\n`);
  const only = `    mac_only_encrypted: true\n${rule}`;
  const { diagnostics } = await verify(
    { text: file },
    'yaml',
    await ruleOf(settings.recipients, only),
  );
  expect(diagnostics).toMatchObject([{ code: 'sops-recipients', severity: 'error', message }]);
});

describe('of a file of several documents', () => {
  const two = encrypt({ text: `${plain}---\n${plain}` }, 'yaml', settings, fixedDeps());
  const changed = async (change: (second: string) => string): Promise<string> => {
    const [first = '', second = ''] = valueOf(await two).split(/^---\n/m);
    return `${first}---\n${change(second)}`;
  };

  test.each([
    ['another recipient', (second: string) => second.replaceAll(alice.recipient, carol.recipient)],
    ['another kind of key', (second: string) => second.replace('sops:\n', `sops:\n  ${pgp}`)],
    ['another rule', (second: string) => second.replace('^(data|stringData)$', '^data$')],
    ['another scope of the MAC', (second: string) => second.replace(/.*mac_only.*\n/, '')],
    ['no sops block', (second: string) => second.replace(/^sops:[^]*/m, '')],
  ])('a later one with %s is an error', async (_, change) => {
    const found = await verify({ text: await changed(change) }, 'yaml');
    const message = expect.stringMatching(/differs|has no sops block/) as string;
    expect(found.diagnostics).toMatchObject([{ code: 'sops-metadata', message }]);
  });

  test('all have the same sops block, or hold nothing', async () => {
    const same = await changed((second) => `${second}---\n# the end\n`);
    expect((await verify({ text: same }, 'yaml')).diagnostics).toEqual([]);
  });
});

test('other settings than those of the rule are a warning', async () => {
  const { diagnostics } = await verify({ text }, 'yaml', await ruleOf(settings.recipients));
  expect(diagnostics).toMatchObject([{ code: 'sops-settings', severity: 'warning' }]);
});

test('settings that leave open what the rule would encrypt are an error', async () => {
  const open = text.replace('^(data|stringData)$', '^data$');
  const { diagnostics } = await verify({ text: open }, 'yaml', await ruleOf(settings.recipients));
  expect(diagnostics[0]).toMatchObject({ code: 'sops-settings', severity: 'error' });
  expect(diagnostics[0]?.message).toMatch(/would encrypt stringData\.password$/);
});

test('plain text under an encrypted rule is found without a key, each with its line', async () => {
  const leftover = text.replace(/password: .*/, 'password: hunter2').replace(/n: .*/, 'n: 5');
  const { diagnostics } = await verify({ text: leftover, file: 'db.yaml' }, 'yaml');
  expect(diagnostics.map(({ code, location }) => ({ code, location }))).toEqual([
    {
      code: 'plaintext-secret',
      location: { field: 'stringData.password', file: 'db.yaml', line: 3 },
    },
    { code: 'plaintext-secret', location: { field: 'stringData.n', file: 'db.yaml', line: 4 } },
  ]);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});

test('ciphertext that is cut off is found without a key', async () => {
  const { diagnostics } = await verify(
    { text: text.replace(/(password: ENC.{40}).*/, '$1') },
    'yaml',
  );
  expect(diagnostics).toMatchObject([{ code: 'sops-tampered' }]);
});

test('ciphertext where the rule has plain text is a warning', async () => {
  const mixed = text.replace('name: db', `name: "${/password: (.*)/.exec(text)![1]!}"`);
  const identities = [await identity('alice')];
  const { diagnostics } = await verify({ text: mixed }, 'yaml', { identities });
  expect(diagnostics).toMatchObject([{ code: 'sops-mixed', severity: 'warning' }]);
});

test('a plain file is no SOPS file', async () => {
  const { diagnostics } = await verify({ text: plain }, 'yaml');
  expect(diagnostics).toMatchObject([{ code: 'sops-metadata' }]);
});

test('a recipient with two stanzas is a warning', async () => {
  const [stanza = ''] = / {8}- enc:[^]*?recipient: .*\n/.exec(text)!;
  const { diagnostics } = await verify({ text: text.replace(stanza, stanza + stanza) }, 'yaml');
  expect(diagnostics).toMatchObject([{ code: 'sops-stanza', severity: 'warning' }]);
});

test('private keys are read with comments, several a line, and never shown', async () => {
  const file = `# Alice\n${alice.secret}\n\n${bob.secret} ${carol.secret}\n`;
  const identities = valueOf(await parseIdentities({ text: file }));
  expect(identities.map(({ recipient }) => recipient)).toEqual([
    alice.recipient,
    bob.recipient,
    carol.recipient,
  ]);
  expect(JSON.stringify(identities)).not.toContain('SECRET');
  expect(Object.values(identities[0]!)).toEqual([alice.recipient]);
});

test.each([
  ['a public key', alice.recipient, 'sops-identity'],
  ['a private key with a typing error', `${alice.secret.slice(0, -1)}Q`, 'sops-identity'],
  ['a plugin', 'AGE-PLUGIN-YUBIKEY-1QQQQ', 'sops-unsupported'],
])('%s is no private key', async (_, key, code) => {
  const result = await parseIdentities({ text: `\n${key}\n`, file: 'keys.txt' });
  expect(result).toMatchObject({
    diagnostics: [{ code, location: { file: 'keys.txt', line: 2 } }],
  });
  expect(codesOf(result)).toHaveLength(1);
  expect(JSON.stringify(result)).not.toContain(key);
});

test('a binary file follows no rule about values, only about people', async () => {
  const bytes = Buffer.from('hunter2');
  const binary = valueOf(await encryptBinary(bytes, settings, fixedDeps()));
  const { rule } = await ruleOf([alice.recipient]);
  const { diagnostics } = await verify({ text: binary }, 'binary', { rule });
  expect(diagnostics).toMatchObject([{ code: 'sops-recipients' }]);
});

test('what stands in place of a recipient is not shown', async () => {
  const wrong = text.replace(alice.recipient, alice.secret);
  const { rule } = await ruleOf([bob.recipient, alice.secret]);
  const found = await verify({ text: wrong }, 'yaml', {
    rule,
    identities: [await identity('bob')],
  });
  expect(JSON.stringify(found.diagnostics)).not.toContain('SECRET');
});
