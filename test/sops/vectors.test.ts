import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  decrypt,
  decryptBinary,
  type Format,
  listKeys,
  parseIdentities,
  readCreationRules,
  verify,
} from '../../lib/sops/index.ts';
import { identity, keys, valueOf } from './sops.ts';

function vector(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../vectors/sops/${name}`, import.meta.url)), 'utf8');
}

const everyone = valueOf(await parseIdentities({ text: vector('keys.txt') }));
const rules = valueOf(await readCreationRules({ text: vector('.sops.yaml') }));

describe.each([
  ['json', 'plain.json', 'alice'],
  ['json', 'plain.json', 'bob'],
  ['dotenv', 'plain.env', 'bob'],
  ['yaml', 'plain.yaml', 'alice'],
  ['yaml', 'secret.yaml', 'alice'],
  ['yaml', 'secret.yaml', 'carol'],
] as const)('%s: what sops made of %s', (format: Format, name, person) => {
  const text = vector(name.replace('.', '.sops.'));

  test(`is decrypted by ${person}`, async () => {
    const plain = valueOf(await decrypt({ text }, format, [await identity(person)]));
    if (format === 'json') expect(JSON.parse(plain)).toEqual(JSON.parse(vector(name)));
    // sops itself writes octal numbers as decimal ones, and a comment beside a list before its key.
    else {
      const known = vector(name)
        .replace('0o17', '15')
        .replace('list: # of a few', '# of a few\nlist:')
        .replace('    first\n    second', '  first\n  second')
        .replace(/deepest: (.*)/, 'deepest: "$1"');
      expect(plain).toBe(known);
    }
  });

  test('is verified, against its rule too', async () => {
    const rule = rules.ruleFor(name)!;
    expect(await verify({ text }, format, { identities: everyone, rule })).toMatchObject({
      diagnostics: [],
      mac: 'right',
      recipients: rule.recipients,
    });
    expect(await verify({ text }, format, { rule })).toMatchObject({
      diagnostics: [],
      mac: 'unchecked',
    });
  });
});

test('bytes are decrypted', async () => {
  const bytes = valueOf(await decryptBinary({ text: vector('plain.sops.bin') }, everyone));
  expect(Buffer.from(bytes).toString('latin1')).toBe('bytes \u0001\u0002\u0003 and a line\n');
});

test('keys are listed without a key to open them', async () => {
  const listed = valueOf(await listKeys({ text: vector('plain.sops.yaml') }, 'yaml'));
  expect(listed.map(({ field, type }) => `${field} ${type ?? '-'}`)).toEqual([
    ...['text str', 'empty -', 'nothing -', 'lines str', 'integer int', 'octal int', 'float float'],
    ...['boolean bool', 'date time', 'list[0] str', 'list[2] str', 'list[3].three int'],
    ...['nested.deeper.deepest str', 'readable_unencrypted -'],
  ]);
  expect(listed.filter(({ encrypted }) => !encrypted).map(({ field }) => field)).toEqual([
    'readable_unencrypted',
  ]);
});

test('the keys of the vectors are those of the other tests', () => {
  const known = Object.values(keys).map(({ recipient }) => recipient);
  expect(everyone.map(({ recipient }) => recipient)).toEqual(known);
});
