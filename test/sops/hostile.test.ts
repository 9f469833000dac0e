import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../kubernetes/yaml/hostile.ts';
import { decrypt, encrypt, type Format, listKeys, verify } from '../../lib/sops/index.ts';
import { codesOf, fixedDeps, identity, keys, valueOf } from './sops.ts';

const alice = [await identity('alice')];
const settings = { recipients: [keys.alice.recipient] };
const secret = 'planted-hunter2';

async function refusal(text: string, format: Format = 'yaml'): Promise<string[]> {
  const result = await encrypt({ text, file: 'db.yaml' }, format, settings, fixedDeps());
  expect(JSON.stringify(result)).not.toContain('planted');
  expect(result).not.toHaveProperty('value');
  return codesOf(result);
}

const bomb = Array.from(
  { length: 30 },
  (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index},`.repeat(9)}]`,
);
const aliases = [`l0: &l0 [${secret}]`, ...bomb, ''].join('\n');

test.each<[string, string, Format, string]>([
  ['aliases that multiply', aliases, 'yaml', 'sops-syntax'],
  ['an alias', `a: &a ${secret}\nb: *a\n`, 'yaml', 'sops-syntax'],
  ['a merge key', `a: {x: ${secret}}\n<<: {b: c}\n`, 'yaml', 'sops-syntax'],
  ['a key given twice', `a: ${secret}\nb: 1\na: 2\n`, 'yaml', 'sops-syntax'],
  ['a key given twice in quotes', `{"a": "${secret}", "\\u0061": 2}`, 'json', 'sops-syntax'],
  ['a variable given twice', `A=${secret}\nA=b\n`, 'dotenv', 'sops-syntax'],
  ['a line that is no variable', `A=b\n${secret}\n`, 'dotenv', 'sops-syntax'],
  ['a key that is no text', `1: ${secret}\n`, 'yaml', 'sops-syntax'],
  ['a key that is a map', `? {a: ${secret}}\n: b\n`, 'yaml', 'sops-syntax'],
  ['a tag that would be lost', `a: !vault ${secret}\n`, 'yaml', 'sops-syntax'],
  ['a file without anything', '', 'yaml', 'sops-syntax'],
  ['a byte order mark', `\ufeffa: ${secret}\n`, 'yaml', 'sops-syntax'],
  ['a thousand documents and one', 'a: b\n---\n'.repeat(1001), 'yaml', 'sops-limit'],
  ['a list', `- ${secret}\n`, 'yaml', 'sops-syntax'],
  ['a single value', secret, 'yaml', 'sops-syntax'],
  ['a JSON list', `["${secret}"]`, 'json', 'sops-syntax'],
  ['YAML that breaks off', `a: ["${secret}`, 'yaml', 'sops-syntax'],
  ['YAML that lost its indentation', `a:\n  b: 1\n ${secret}: 2\n`, 'yaml', 'sops-syntax'],
  ['JSON that breaks off', `{"a": "${secret}`, 'json', 'sops-syntax'],
  ['JSON with more behind it', `{"a": 1} ${secret}`, 'json', 'sops-syntax'],
  ['an escape that is none', `a: "\\q${secret}"\n`, 'yaml', 'sops-syntax'],
  ['a control character', `a: ${secret}\u0007\n`, 'yaml', 'sops-syntax'],
  ['half of a character', `a: ${secret}\ud800\n`, 'yaml', 'sops-syntax'],
  ['brackets without end', `a: ${'['.repeat(50_000)}`, 'yaml', 'sops-limit'],
  [
    'maps within maps',
    Array.from({ length: 200 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    'yaml',
    'sops-limit',
  ],
  ['lists within lists on one line', `a:\n  ${'- '.repeat(50_000)}x`, 'yaml', 'sops-limit'],
  ['JSON within JSON', `${'{"a":'.repeat(20_000)}1`, 'json', 'sops-limit'],
  ['settings within settings', `sops_a${'__map_a'.repeat(50_000)}=x\n`, 'dotenv', 'sops-limit'],
  ['a file larger than any secret', `a: ${'x'.repeat(17 * 1024 * 1024)}\n`, 'yaml', 'sops-limit'],
  ['an integer beyond 64 bits', 'a: 18446744073709551615\n', 'yaml', 'sops-value'],
  ['a number beyond all floats', '{"a": 1e999}', 'json', 'sops-value'],
  ['a key of its own named sops', `sops: ${secret}\n`, 'yaml', 'sops-already-encrypted'],
  ['variables named as those of sops', `sops_mac=${secret}\n`, 'dotenv', 'sops-already-encrypted'],
])(
  '%s is refused',
  async (_, text, format, code) => {
    expect(await refusal(text, format)).toEqual([code]);
  },
  20_000,
);

test('a byte order mark is named, and how to be rid of it', async () => {
  const result = await encrypt({ text: '\ufeffa: b\n' }, 'yaml', settings, fixedDeps());
  expect(result).toMatchObject({
    diagnostics: [
      {
        message: 'the file has a byte order mark (BOM)',
        hint: 'Save it as UTF-8 without one.',
        location: { line: 1 },
      },
    ],
  });
});

test('names that JavaScript has a meaning for are names like others', async () => {
  const text = '__proto__: {polluted: yes}\nconstructor: a\ntoString: b\n';
  const encrypted = valueOf(await encrypt({ text }, 'yaml', settings, fixedDeps()));
  expect(valueOf(await decrypt({ text: encrypted }, 'yaml', alice))).toBe(
    text.replace('yes', '"yes"'),
  );
  expect({}).not.toHaveProperty('polluted');
});

test('many keys in one map are no trouble', async () => {
  const text = Array.from({ length: 3000 }, (_, index) => `k${index}: ${index}\n`).join('');
  const encrypted = valueOf(await encrypt({ text }, 'yaml', settings, fixedDeps()));
  expect(valueOf(await listKeys({ text: encrypted }, 'yaml'))).toHaveLength(3000);
}, 20_000);

test.each(['yaml', 'json', 'dotenv'] as const)(
  'whatever the text, there is an answer: %s',
  async (format) => {
    const start = { yaml: `a: ${secret}\n`, json: `{"a": "${secret}"}`, dotenv: `a=${secret}\n` }[
      format
    ];
    const whole = valueOf(await encrypt({ text: start }, format, settings, fixedDeps()));
    const cuts = fc.tuple(
      fc.nat(whole.length),
      fc.nat(20),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(cuts, async ([at, length, put]) => {
        const text = whole.slice(0, at) + put + whole.slice(at + length);
        const result = await decrypt({ text }, format, alice);
        const found = await verify({ text }, format, { identities: alice });
        if (!('value' in result)) expect(JSON.stringify([result, found])).not.toContain('planted');
      }),
      runs(60),
    );
  },
  60_000,
);

const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const header =
  'sops:\n  age: [{recipient: a, enc: b}]\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:AAAAAAAAAAAAAAAAAAAAAA==,type:str]\n  version: 3.13.3\n';

/** Each would take minutes if its time grew with the square of its size. */
test.each<[string, string, Format]>([
  ['mistakes', `${times(10_000, (index) => `k${index}: plain\n`)}${header}`, 'yaml'],
  ['comments', `${'#\n'.repeat(50_000)}a: b\n${header}`, 'yaml'],
  [
    'comments under a rule about them',
    `${'# x\n'.repeat(50_000)}a: b\n${header}  encrypted_comment_regex: "y"\n`,
    'yaml',
  ],
  ['values on one line', `a: [${'b, '.repeat(15_000)}c] # d\n${header}`, 'yaml'],
  ['settings', times(15_000, (index) => `sops_age__list_0__map_x${index}=a\n`), 'dotenv'],
  ['escapes in one text', `{"a": "${'\\n'.repeat(4_000_000)}"}`, 'json'],
  ['recipients', `a: b\nsops:\n  age:\n${'  - {recipient: a, enc: b}\n'.repeat(4_000)}`, 'yaml'],
])(
  'many %s take no longer than they are long',
  async (_, text, format) => {
    const start = performance.now();
    await verify({ text }, format);
    expect(performance.now() - start).toBeLessThan(8000);
  },
  20_000,
);

test('a rule of a file cannot make its check run for hours', async () => {
  const text = `${'a'.repeat(1000)}!: b\n${header}  encrypted_regex: (a|aa|a*)+$\n`;
  expect((await verify({ text }, 'yaml')).mac).toBe('unchecked');
});

test('keys of thousands of characters above each value are refused', async () => {
  const text = `${'k'.repeat(1000)}:\n ${'l'.repeat(1000)}:\n  ? ${'m'.repeat(3000)}\n  : x\n`;
  expect(await refusal(text)).toEqual(['sops-limit']);
});

test('an initialization vector of any length is no crash', async () => {
  const start = valueOf(await encrypt({ text: `a: ${secret}\n` }, 'yaml', settings, fixedDeps()));
  for (const length of [1, 12, 129, 5000]) {
    const iv = Buffer.alloc(length).toString('base64');
    const text = start.replace(/iv:[^,]*/, `iv:${iv}`);
    expect(codesOf(await decrypt({ text }, 'yaml', alice))).toEqual(['sops-tampered']);
  }
});
