import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../kubernetes/yaml/hostile.ts';
import { describeWithGo } from '../kubernetes/yaml/go.ts';
import { decrypt, encrypt, type Format, verify } from '../../lib/sops/index.ts';
import { codesOf, fixedDeps, identity, keys, sopsAccepts, valueOf } from './sops.ts';

const alice = [await identity('alice')];
const secret = 'planted-hunter2';
const plain: Record<Format, string> = {
  yaml: `# ${secret}\ndata:\n  password: ${secret}\n  token: ${secret}x\n  n: 12\n  list:\n    - ${secret}\n    - two\nopen_unencrypted:\n  name: web\n`,
  json: `${JSON.stringify({ data: { password: secret, token: `${secret}x`, list: [secret, 2, true] }, open_unencrypted: { name: 'web' } }, null, '\t')}\n`,
  dotenv: `# ${secret}\nPASSWORD=${secret}\nTOKEN=${secret}x\nopen_unencrypted=web\n`,
};

async function encrypted(
  format: Format,
  recipient: string = keys.alice.recipient,
): Promise<string> {
  const settings = { recipients: [recipient] };
  const deps = fixedDeps(recipient.length + recipient.charCodeAt(5));
  return valueOf(await encrypt({ text: plain[format] }, format, settings, deps));
}

const yaml = await encrypted('yaml');
const other = await encrypted('yaml', keys.bob.recipient);

/** The ciphertext of a key. */
function cipherOf(key: string, text = yaml): string {
  return new RegExp(`${key}: (ENC\\[[^\\]]*\\])`).exec(text)![1]!;
}

function stanzaOf(text: string): string {
  return /-----BEGIN[^]*-----END AGE ENCRYPTED FILE-----/.exec(text)![0];
}

const [password, token, mac] = ['password', 'token', 'mac'].map((key) => cipherOf(key)) as [
  string,
  string,
  string,
];

const changed: Record<string, [text: string, code: string]> = {
  'a flipped bit in a value': [
    yaml.replace(password, password.replace(/data:./, 'data:!')),
    'sops-tampered',
  ],
  'another character in a value': [
    yaml.replace(
      password,
      password.replace(/data:(.)/, (_, char) => `data:${char === 'A' ? 'B' : 'A'}`),
    ),
    'sops-tampered',
  ],
  'two swapped values': [
    yaml.replace(password, '%').replace(token, password).replace('%', token),
    'sops-tampered',
  ],
  'a value moved to another key': [yaml.replace('password:', 'passwort:'), 'sops-tampered'],
  'a removed key': [yaml.replace(`  token: ${token}\n`, ''), 'sops-tampered'],
  'a repeated item': [yaml.replace(/(\n {4}- ENC\[[^\n]*)/, '$1$1'), 'sops-tampered'],
  'swapped items': [yaml.replace(/(\n {4}- ENC.*)(\n {4}- ENC.*)/, '$2$1'), 'sops-tampered'],
  'a changed plain value': [yaml.replace('name: web', 'name: wob'), 'sops-tampered'],
  'a changed type': [yaml.replace(/(n: ENC.*type:)int/, '$1bool'), 'sops-tampered'],
  'a changed MAC': [
    yaml.replace(
      mac,
      mac.replace(/data:(.)/, (_, char) => `data:${char === 'A' ? 'B' : 'A'}`),
    ),
    'sops-tampered',
  ],
  'an empty MAC': [yaml.replace(mac, '""'), 'sops-tampered'],
  'the MAC of another file': [yaml.replace(mac, cipherOf('mac', other)), 'sops-tampered'],
  'another date': [yaml.replace('2026-01-02', '2026-01-03'), 'sops-tampered'],
  'a weaker setting': [
    yaml.replace('unencrypted_suffix: _unencrypted', 'mac_only_encrypted: true'),
    'sops-tampered',
  ],
  'another rule': [
    yaml.replace('unencrypted_suffix: _unencrypted', 'encrypted_regex: ^open'),
    'plaintext-secret',
  ],
  'a file without its sops block': [yaml.slice(0, yaml.indexOf('sops:')), 'sops-metadata'],
  'a file cut off in a value': [yaml.slice(0, yaml.indexOf('data:', 200) + 20), 'sops-metadata'],
  'a file cut off in the MAC': [yaml.slice(0, yaml.indexOf('mac:') + 60), 'sops-metadata'],
  'a value cut off': [yaml.replace(password, password.slice(0, 30)), 'sops-tampered'],
  'a wrong recipient': [other, 'sops-no-key'],
  'the stanza of another key': [yaml.replace(stanzaOf(yaml), stanzaOf(other)), 'sops-stanza'],
  'a stanza of garbage': [yaml.replace(stanzaOf(yaml), 'garbage'), 'sops-stanza'],
  'a key given twice': [yaml.replace('  n:', `  password: ${password}\n  n:`), 'sops-syntax'],
  'two sops blocks': [`${yaml}sops:\n    mac: x\n`, 'sops-syntax'],
  'plain text among ciphertext': [yaml.replace(password, `${secret}-in-plain`), 'plaintext-secret'],
  'a number among ciphertext': [yaml.replace(password, '12345'), 'plaintext-secret'],
  'an alias': [yaml.replace(password, `&a ${password}`).replace(token, '*a'), 'sops-syntax'],
  'no recipient': [yaml.replace(/ {4}age:\n[^]*?(?= {4}lastmodified)/, ''), 'sops-metadata'],
  'no version': [yaml.replace('version: 3.13.3', 'version: x'), 'sops-metadata'],
  'a setting in capitals': [
    yaml.replace('unencrypted_suffix', 'Unencrypted_suffix'),
    'sops-metadata',
  ],
};

describe.each(Object.entries(changed))('%s', (_, [text, code]) => {
  test('is found, and no value is shown', async () => {
    expect(text).not.toBe(yaml);
    const result = await decrypt({ text, file: 'db.sops.yaml' }, 'yaml', alice);
    expect(result).not.toHaveProperty('value');
    expect(codesOf(result)).toContain(code);
    const verification = await verify({ text, file: 'db.sops.yaml' }, 'yaml', {
      identities: alice,
    });
    expect(JSON.stringify([result, verification])).not.toMatch(/planted|hunter2|AGE-SECRET/);
  });

  test('is seen by verify, with a key at hand', async () => {
    const { diagnostics, mac: verdict } = await verify({ text }, 'yaml', { identities: alice });
    expect(verdict).not.toBe('right');
    // A file for others is no fault of the file.
    if (code !== 'sops-no-key') expect(diagnostics.map((each) => each.code)).toContain(code);
  });
});

test('what is not changed is right', async () => {
  expect(await verify({ text: yaml }, 'yaml', { identities: alice })).toEqual({
    diagnostics: [],
    mac: 'right',
    recipients: [keys.alice.recipient],
  });
});

test.each(['yaml', 'json', 'dotenv'] as const)(
  'no flipped bit changes a value unseen: %s',
  async (format) => {
    const text = await encrypted(format);
    const flips = fc.tuple(fc.nat(text.length - 1), fc.nat(6));
    // What is no part of a value: comments, and how the file is written.
    const values = (plainText: string): string => plainText.replace(/#.*|[\s"',:=[\]{}|>-]/g, '');
    await fc.assert(
      fc.asyncProperty(flips, async ([at, bit]) => {
        const char = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
        const flipped = text.slice(0, at) + char + text.slice(at + 1);
        const result = await decrypt({ text: flipped }, format, alice);
        if ('value' in result) expect(values(result.value)).toContain('hunter2');
        else expect(JSON.stringify(result)).not.toContain('planted');
      }),
      runs(60),
    );
  },
  60_000,
);

test.each(['a value', 'its tag', 'its vector', 'the MAC', 'the stanza'] as const)(
  'a flipped bit anywhere in %s is found',
  async (part) => {
    const place = {
      'a value': () => password.split(',')[1]!.slice(5),
      'its tag': () => password.split(',')[3]!.slice(4),
      'its vector': () => password.split(',')[2]!.slice(3),
      'the MAC': () => mac.split(',')[1]!.slice(5),
      'the stanza': () => stanzaOf(yaml).split('\n')[2]!.trim(),
    }[part]();
    for (let at = 0; at < place.length; at += 3) {
      const char = String.fromCharCode(place.charCodeAt(at) ^ (1 << (at % 7)));
      const text = yaml.replace(place, place.slice(0, at) + char + place.slice(at + 1));
      expect(await decrypt({ text }, 'yaml', alice), `character ${at}`).not.toHaveProperty('value');
      const { diagnostics } = await verify({ text }, 'yaml', { identities: alice });
      expect(diagnostics.length).toBeGreaterThan(0);
    }
  },
);

test('a changed comment is a warning, since the MAC leaves comments out', async () => {
  const text = yaml.replace(
    /#ENC\[AES256_GCM,data:(.)/,
    (whole, char) => whole.slice(0, -1) + (char === 'A' ? 'B' : 'A'),
  );
  expect(codesOf(await decrypt({ text }, 'yaml', alice))).toEqual(['sops-comment']);
});

/** Codes of what is refused here though sops lets it pass: it never writes such a file. */
const stricter = ['sops-metadata', 'sops-stanza', 'sops-tampered', 'sops-syntax'];

describeWithGo('the real sops', () => {
  test.each(['yaml', 'json', 'dotenv'] as const)(
    'refuses no flipped bit that is accepted here: %s',
    async (format) => {
      const bytes = Buffer.from(await encrypted(format));
      const flips = fc.tuple(fc.nat(bytes.length - 1), fc.nat(6));
      for (const [at, bit] of fc.sample(flips, runs(20))) {
        const flipped = Buffer.from(bytes);
        flipped[at]! ^= 1 << bit;
        const text = flipped.toString('latin1');
        const result = await decrypt({ text }, format, alice);
        const theirs = await sopsAccepts(text, format);
        expect(JSON.stringify('value' in result ? result.warnings : result)).not.toContain(
          'planted',
        );
        if (!theirs) expect(result, `character ${at}`).not.toHaveProperty('value');
        else if (!('value' in result))
          expect(stricter).toEqual(expect.arrayContaining(codesOf(result)));
      }
    },
    120_000,
  );

  test('agrees on each of the changes', async () => {
    // It reads names in any case.
    const lenient = ['a setting in capitals'];
    for (const [name, [text]] of Object.entries(changed)) {
      if (!lenient.includes(name)) expect(await sopsAccepts(text, 'yaml'), name).toBe(false);
    }
    expect(await sopsAccepts(yaml, 'yaml')).toBe(true);
  }, 60_000);
});
