import { describe, expect, test } from 'vitest';
import { describeWithGo } from '../kubernetes/yaml/go.ts';
import {
  decrypt,
  encrypt,
  type Format,
  type Path,
  rotate,
  secretRule,
  setValue,
  updateRecipients,
  updateText,
  type Value,
  verify,
} from '../../lib/sops/index.ts';
import { codesOf, fixedDeps, identity, keys, sopsDecrypt, valueOf } from './sops.ts';

const alice = [await identity('alice')];
const bob = [await identity('bob')];
const later = { ...fixedDeps(5), now: new Date('2027-01-01T00:00:00Z') };

const plain = {
  yaml: '# top\napiVersion: v1\ndata:\n  a: one   # beside\n  b: |\n    two\n    lines\n\n  "c": [3, {d: four}]\n# end\n',
  json: '{\n  "data": {"a": "one", "b": "two", "c": [3, {"d": "four"}]},\n  "apiVersion": "v1"\n}\n',
  dotenv: '# top\na=one\nb=two\n\nc=3\n',
} as const;

async function sealed(format: Format, ...names: (keyof typeof keys)[]): Promise<string> {
  const recipients = ['alice' as const, ...names].map((name) => keys[name].recipient);
  const settings = { recipients, ...(format === 'dotenv' ? {} : { rule: secretRule }) };
  return valueOf(await encrypt({ text: plain[format] }, format, settings, fixedDeps()));
}

/** The lines that differ, where as many lines stand as before. */
function changedLines(before: string, after: string): string[] {
  const lines = after.split('\n');
  expect(lines.length).toBe(before.split('\n').length);
  return before
    .split('\n')
    .flatMap((line, index) => (line === lines[index] ? [] : [line.trim().split(/[:=]/)[0]!]));
}

describe.each(['yaml', 'json', 'dotenv'] as const)('in %s', (format) => {
  const top: Path = format === 'dotenv' ? [] : ['data'];

  test('one changed value changes its line, the MAC and the date', async () => {
    const before = await sealed(format);
    const after = valueOf(
      await setValue({ text: before }, format, [...top, 'a'], 'new', alice, later),
    );
    const line = { yaml: 'a', json: '"data"', dotenv: 'a' }[format];
    const [date, mac] = {
      yaml: ['lastmodified', 'mac'],
      json: ['"lastmodified"', '"mac"'],
      dotenv: ['sops_lastmodified', 'sops_mac'],
    }[format] as [string, string];
    expect(changedLines(before, after)).toEqual([line, date, mac]);
    expect(valueOf(await decrypt({ text: after }, format, alice))).toContain('new');
    expect(await verify({ text: after }, format, { identities: alice })).toMatchObject({
      mac: 'right',
    });
  });

  test('a value that is there already changes no byte', async () => {
    const text = await sealed(format);
    expect(valueOf(await setValue({ text }, format, [...top, 'a'], 'one', alice, later))).toBe(
      text,
    );
  });

  test('a new key comes last and is encrypted', async () => {
    const before = await sealed(format);
    const after = valueOf(
      await setValue({ text: before }, format, [...top, 'new-key'], 'a\nb', alice, later),
    );
    expect(after).toMatch(/new-key"?[:=] ?"?ENC\[/);
    const decrypted = valueOf(await decrypt({ text: after }, format, alice));
    expect(decrypted).toContain(
      {
        yaml: '  new-key: |-\n    a\n    b\n',
        json: '"new-key": "a\\nb"',
        dotenv: 'new-key=a\\nb\n',
      }[format],
    );
  });

  test('recipients change their stanzas only', async () => {
    const before = await sealed(format);
    const wanted = [keys.alice.recipient, keys.bob.recipient, keys.carol.recipient];
    const { text, added } = valueOf(
      await updateRecipients({ text: before }, format, { recipients: wanted }, alice),
    );
    expect(added).toEqual(wanted.slice(1));
    expect(valueOf(await decrypt({ text }, format, bob))).toBe(
      valueOf(await decrypt({ text: before }, format, alice)),
    );
    const back = valueOf(
      await updateRecipients({ text }, format, { recipients: wanted.slice(0, 1) }, []),
    );
    expect(back).toEqual({ text: before, added: [], removed: wanted.slice(1) });
  });

  test('the same recipients change no byte', async () => {
    const text = await sealed(format, 'bob');
    const wanted = [keys.bob.recipient, keys.alice.recipient];
    expect(valueOf(await updateRecipients({ text }, format, { recipients: wanted }, [])).text).toBe(
      text,
    );
  });

  test('a rotated file shares no ciphertext and no data key with the old one', async () => {
    const before = await sealed(format);
    const after = valueOf(
      await rotate({ text: before }, format, alice, later, [keys.bob.recipient]),
    );
    const old = new Set(before.match(/,data:[^,]+/g));
    expect(after.match(/,data:[^,]+/g)!.filter((each) => old.has(each))).toEqual([]);
    expect(codesOf(await decrypt({ text: after }, format, alice))).toEqual(['sops-no-key']);
    expect(valueOf(await decrypt({ text: after }, format, bob))).toBe(
      valueOf(await decrypt({ text: before }, format, alice)),
    );
  });

  test('an edited text keeps the ciphertext of what stays', async () => {
    const before = await sealed(format);
    const text = valueOf(await decrypt({ text: before }, format, alice));
    expect(valueOf(await updateText({ text: before }, format, text, alice, later))).toBe(before);
    const edited = text.replace('one', 'changed');
    const after = valueOf(await updateText({ text: before }, format, edited, alice, later));
    expect(changedLines(before, after)).toHaveLength(3);
    expect(valueOf(await decrypt({ text: after }, format, alice))).toBe(edited);
  });
});

test.each<[string, Path, Value, string]>([
  ['an item of a list', ['data', 'c', 0], 5, '"c": [5, {d: four}]'],
  ['a value in brackets', ['data', 'c', 1, 'd'], 'a, b', '{d: "a, b"}'],
  ['a key in brackets', ['data', 'c', 1, 'e'], 'x', '{d: four, "e": x}'],
  ['lines', ['data', 'b'], 'x\ny\n', '  b: |\n    x\n    y\n\n'],
  ['lines before a comment', ['data', 'a'], 'x\ny\n', '  a: "x\\ny\\n"   # beside\n'],
  ['a float', ['data', 'a'], 2.5, 'a: 2.5 '],
  [
    'an integer that JavaScript cannot hold',
    ['data', 'a'],
    9_007_199_254_740_993n,
    'a: 9007199254740993 ',
  ],
  ['a boolean', ['data', 'a'], true, 'a: true '],
  ['text that looks like a number', ['data', 'a'], '007', 'a: "007" '],
  ['an empty text', ['data', 'a'], '', 'a: "" '],
])('%s is set', async (_, path, value, expected) => {
  const after = valueOf(
    await setValue({ text: await sealed('yaml') }, 'yaml', path, value, alice, later),
  );
  expect(valueOf(await decrypt({ text: after }, 'yaml', alice))).toContain(expected);
});

test.each<[string, Path, Value, string]>([
  ['a map', ['data'], 'x', 'sops-path'],
  ['a key below a value', ['data', 'a', 'b'], 'x', 'sops-path'],
  ['a key in a map that is not there', ['other', 'a'], 'x', 'sops-path'],
  ['an item that is not there', ['data', 'c', 9], 'x', 'sops-path'],
  ['the sops block', ['sops'], 'x', 'sops-path'],
  ['an integer beyond 64 bits', ['data', 'a'], 2n ** 63n, 'sops-value'],
])('%s is not set', async (_, path, value, code) => {
  expect(
    codesOf(await setValue({ text: await sealed('yaml') }, 'yaml', path, value, alice, later)),
  ).toEqual([code]);
});

test.each([
  ['a comment further to the right', 'a: x\n  # comment\n', 'b\n'],
  ['an empty line, if it ends in such', 'a: x\n\n', 'b\n\n'],
  ['blanks', 'a: x\n     \n', 'b\nc\n'],
  ['both', 'a: x\n\n   # comment\n\n', 'b\nc\n\n'],
])('lines do not take in %s', async (_, text, value) => {
  const settings = { recipients: [keys.alice.recipient] };
  const before = valueOf(await encrypt({ text }, 'yaml', settings, fixedDeps()));
  for (const path of [['a'], ['new']]) {
    const after = valueOf(await setValue({ text: before }, 'yaml', path, value, alice, later));
    expect(valueOf(await setValue({ text: after }, 'yaml', path, value, alice, later))).toBe(after);
    const plainText = valueOf(await decrypt({ text: after }, 'yaml', alice));
    const again = valueOf(await encrypt({ text: plainText }, 'yaml', settings, fixedDeps()));
    expect(valueOf(await decrypt({ text: again }, 'yaml', alice))).toBe(plainText);
  }
});

test('a plain value may change without a key where the MAC leaves plain values out', async () => {
  const settings = { recipients: [keys.alice.recipient], rule: secretRule, macOnlyEncrypted: true };
  const text = valueOf(await encrypt({ text: plain.yaml }, 'yaml', settings, fixedDeps()));
  const changed = text.replace('apiVersion: v1', 'apiVersion: v2\nmetadata: {name: db}');
  expect(await verify({ text: changed }, 'yaml', { identities: alice })).toMatchObject({
    mac: 'right',
    diagnostics: [],
  });
});

test('a rule about readable values leaves a new one readable', async () => {
  const text = await sealed('yaml');
  const after = valueOf(await setValue({ text }, 'yaml', ['type'], 'Opaque', alice, later));
  expect(after).toContain('\ntype: Opaque\n');
});

test.each([
  ['pgp', 'fp: ABC'],
  ['kms', 'arn: "arn:aws:kms:eu-west-1:1:key/a"\n          aws_profile: ""'],
  ['gcp_kms', 'resource_id: projects/a/locations/b/keyRings/c/cryptoKeys/d'],
  ['azure_kv', 'vault_url: "https://a.vault.azure.net"\n          name: b\n          version: c'],
  ['hc_vault', 'vault_address: "http://a"\n          engine_path: b\n          key_name: c'],
])('a stanza of %s is kept byte for byte, and named where it would be needed', async (kind, id) => {
  const stanza = `    ${kind}:\n        - created_at: "2026-01-01T00:00:00Z"\n          enc: x\n          ${id}\n`;
  const text = (await sealed('yaml')).replace('    version:', `${stanza}    version:`);
  const set = valueOf(await setValue({ text }, 'yaml', ['data', 'a'], 'new', alice, later));
  expect(set).toContain(stanza);
  const more = [keys.alice.recipient, keys.bob.recipient];
  expect(
    valueOf(await updateRecipients({ text }, 'yaml', { recipients: more }, alice)).text,
  ).toContain(stanza);
  expect(codesOf(await rotate({ text }, 'yaml', alice, later))).toEqual(['sops-unsupported']);
  const without = text.replace(/ {4}age:\n[^]*?(?= {4}encrypted_regex)/, '');
  expect(codesOf(await decrypt({ text: without }, 'yaml', alice))).toEqual(['sops-unsupported']);
});

test('key groups are named as what only sops can open', async () => {
  const text = (await sealed('yaml')).replace(
    / {4}age:\n([^]*?)(?= {4}encrypted_regex)/,
    (_, stanzas: string) => {
      const group = `age:\n${stanzas}`.replace(/^/gm, '          ').trimEnd();
      return `    key_groups:\n        - ${group.trimStart()}\n        - ${group.trimStart()}\n    shamir_threshold: 2\n`;
    },
  );
  expect(codesOf(await decrypt({ text }, 'yaml', alice))).toEqual(['sops-unsupported']);
  expect(
    codesOf(await updateRecipients({ text }, 'yaml', { recipients: [keys.bob.recipient] }, alice)),
  ).toEqual(['sops-unsupported']);
});

test.each([
  ['a typing error', `${keys.alice.recipient}x`],
  ['a private key', keys.alice.secret],
  ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ'],
  ['a plugin', 'age1yubikey1qfoo'],
])('nothing is encrypted for %s', async (_, recipient) => {
  const result = await encrypt(
    { text: 'a: b\n' },
    'yaml',
    { recipients: [recipient] },
    fixedDeps(),
  );
  expect(codesOf(result)).toEqual(['sops-recipients']);
  expect(JSON.stringify(result)).not.toContain('SECRET');
});

test('a recipient that only sops can add stays where it is', async () => {
  const ssh = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ';
  const text = (await sealed('yaml')).replace(
    / {8}- enc: [^]*?recipient: (.*)\n/,
    (stanza, name: string) => stanza + stanza.replace(name, ssh),
  );
  const both = { recipients: [keys.alice.recipient, ssh] };
  expect(valueOf(await updateRecipients({ text }, 'yaml', both, alice)).text).toBe(text);
  const more = { recipients: [...both.recipients, keys.bob.recipient] };
  expect(valueOf(await updateRecipients({ text }, 'yaml', more, alice)).text).toContain(ssh);
});

test('an SSH key is called one, whatever its digits', async () => {
  const settings = { recipients: ['ssh-ed25519 AAAA1B1C1'] };
  const result = await encrypt({ text: 'a: b\n' }, 'yaml', settings, fixedDeps());
  expect(JSON.stringify(result)).toContain('it is an SSH key');
});

test('keys beside age are left alone, if they are those of the rule', async () => {
  const stanza =
    '    pgp:\n        - created_at: "2026-01-01T00:00:00Z"\n          enc: x\n          fp: A\n';
  const text = (await sealed('yaml')).replace('    version:', `${stanza}    version:`);
  const wanted = (others: string[]) => ({ recipients: [keys.alice.recipient], others });
  const same = await updateRecipients({ text }, 'yaml', wanted(['pgp']), alice);
  expect(valueOf(same).text).toBe(text);
  for (const others of [[], ['pgp', 'kms'], ['kms']]) {
    const other = await updateRecipients({ text }, 'yaml', wanted(others), alice);
    expect(codesOf(other)).toEqual(['sops-unsupported']);
  }
});

test('nothing is encrypted for nobody, and nothing twice', async () => {
  expect(
    codesOf(await encrypt({ text: 'a: b\n' }, 'yaml', { recipients: [] }, fixedDeps())),
  ).toEqual(['sops-recipients']);
  const settings = { recipients: [keys.alice.recipient] };
  expect(
    codesOf(await encrypt({ text: await sealed('yaml') }, 'yaml', settings, fixedDeps())),
  ).toEqual(['sops-already-encrypted']);
});

describeWithGo('the real sops', () => {
  test.each(['yaml', 'json', 'dotenv'] as const)(
    'reads what was changed here: %s',
    async (format) => {
      const top: Path = format === 'dotenv' ? [] : ['data'];
      let text = await sealed(format);
      text = valueOf(await setValue({ text }, format, [...top, 'a'], 'new', alice, later));
      text = valueOf(await setValue({ text }, format, [...top, 'e'], 'added\nlines', alice, later));
      text = valueOf(
        await updateRecipients(
          { text },
          format,
          { recipients: [keys.alice.recipient, keys.bob.recipient] },
          alice,
        ),
      ).text;
      text = valueOf(await rotate({ text }, format, bob, later));
      const edited = valueOf(await decrypt({ text }, format, bob)).replace('new', 'newer');
      text = valueOf(await updateText({ text }, format, edited, bob, later));
      const data = JSON.parse(await sopsDecrypt(text, format, 'json', ['bob'])) as Record<
        string,
        unknown
      >;
      expect(format === 'dotenv' ? data : data['data']).toMatchObject({
        a: 'newer',
        e: 'added\nlines',
      });
    },
  );
});
