import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../kubernetes/yaml/hostile.ts';
import { describeWithGo } from '../kubernetes/yaml/go.ts';
import { emitYaml, type JsonObject } from '../../lib/kubernetes/index.ts';
import { decrypt, decryptBinary, encrypt, encryptBinary, type Rule } from '../../lib/sops/index.ts';
import { commentedLines, documents, normal, settings, variables } from './documents.ts';
import {
  fixedDeps,
  identity,
  keys,
  sopsDecrypt,
  sopsEncrypt,
  sopsEncryptBy,
  valueOf,
} from './sops.ts';

const alice = [await identity('alice')];
const forAlice = { recipients: [keys.alice.recipient] };

interface Batch {
  readonly rule: Rule | undefined;
  readonly macOnlyEncrypted: boolean;
  readonly data: JsonObject;
}

/** Random documents in few files, since each run of sops costs a twentieth of a second. */
function batches(): Batch[] {
  const samples = fc.sample(fc.tuple(documents, settings), runs(300));
  const groups = new Map<string, typeof samples>();
  for (const sample of samples) {
    const name = JSON.stringify(sample[1]);
    groups.set(name, [...(groups.get(name) ?? []), sample]);
  }
  return [...groups.values()].map((group) => {
    const entries = group.map(([document], index) => [`document-${index}`, document] as const);
    const [, [rule, macOnlyEncrypted]] = group[0]!;
    return { rule, macOnlyEncrypted, data: normal(Object.fromEntries(entries)) as JsonObject };
  });
}

/** Whom the documents are encrypted for in turn; Carol's key is a post-quantum one. */
const groups = [['alice'], ['alice', 'bob'], ['bob', 'carol'], ['carol']] as const;

function write(data: JsonObject, format: 'yaml' | 'json'): string {
  return format === 'json' ? JSON.stringify(data, null, 2) : emitYaml(data);
}

describeWithGo('the real sops', () => {
  test.each(['yaml', 'json'] as const)(
    'decrypts what is encrypted here: %s',
    async (format) => {
      for (const [index, { rule, macOnlyEncrypted, data }] of batches().entries()) {
        const people = groups[index % groups.length]!;
        const recipients = people.map((name) => keys[name].recipient);
        const chosen = { recipients, macOnlyEncrypted, ...(rule === undefined ? {} : { rule }) };
        const source = { text: write(data, format) };
        const text = valueOf(await encrypt(source, format, chosen, fixedDeps()));
        const reader = people[index % people.length]!;
        expect(JSON.parse(await sopsDecrypt(text, format, 'json', [reader]))).toEqual(data);
      }
    },
    120_000,
  );

  test.each(['yaml', 'json'] as const)(
    'encrypts what is decrypted here: %s',
    async (format) => {
      for (const { rule, macOnlyEncrypted, data } of batches()) {
        const rules = {
          mac_only_encrypted: macOnlyEncrypted,
          ...(rule && { [rule.name]: rule.pattern }),
        };
        const theirs = await sopsEncryptBy(rules, write(data, format), format);
        const text = valueOf(await decrypt({ text: theirs }, format, alice));
        // What reads the plain text is sops again, so that no other reader comes in.
        const again = await sopsDecrypt(await sopsEncrypt(text, format), format, 'json');
        expect(JSON.parse(again)).toEqual(data);
      }
    },
    120_000,
  );

  test('decrypts every comment that is encrypted here, and the reverse', async () => {
    const samples = fc.sample(commentedLines, runs(200));
    const text = samples
      .flatMap((lines, index) => [`sample${index}:`, ...lines.map((line) => `  ${line}`), ''])
      .join('\n');
    const ours = valueOf(await encrypt({ text }, 'yaml', forAlice, fixedDeps()));
    expect(await sopsDecrypt(ours, 'yaml')).not.toContain('ENC[');
    const theirs = await decrypt({ text: await sopsEncrypt(text, 'yaml') }, 'yaml', alice);
    expect(theirs).toMatchObject({ warnings: [] });
    expect(valueOf(theirs)).not.toContain('ENC[');
  }, 120_000);

  test('takes the comments of a list for items, and they become comments again', async () => {
    const text = 'a:\n    # first\n    - one\n    # second\n    - two\n';
    const theirs = await sopsEncrypt(text, 'yaml');
    expect(theirs).toMatch(/- ENC\[.*type:comment\]/);
    expect(valueOf(await decrypt({ text: theirs }, 'yaml', alice))).toBe(text);
  });

  test.each([
    ['rules about comments that encrypt', 'encrypted_comment_regex', 'sops:enc'],
    ['rules about comments that do not', 'unencrypted_comment_regex', 'sops:dec'],
  ] as const)('follows %s as here', async (_, name, pattern) => {
    const text = [
      ...['a: 1', '# sops:enc', '# sops:dec', 'b: 2', 'c:', '  d: 3 # sops:enc', '  # sops:dec'],
      ...['  e:', '    f: 4', '    # other', '    g: [5]', 'h: # sops:dec', '  i: 6', 'j: 7', ''],
    ].join('\n');
    const rule = { name, pattern };
    const ours = valueOf(await encrypt({ text }, 'yaml', { ...forAlice, rule }, fixedDeps()));
    const theirs = await sopsEncryptBy({ [name]: pattern }, text, 'yaml');
    const encrypted = (yaml: string): string[] =>
      yaml.split('\nsops:')[0]!.match(/\w+(?=: (?:"?ENC|\[?"?ENC|\n\s+- ENC))/g) ?? [];
    expect(encrypted(ours)).toEqual(encrypted(theirs));
    expect(await sopsDecrypt(ours, 'yaml', 'json')).toBe(await sopsDecrypt(theirs, 'yaml', 'json'));
  });

  test('reads and writes every document of a stream', async () => {
    const text = 'a: 1\n---\nb: two\n# end\n---\nc: {d: [x]}\n';
    const ours = valueOf(await encrypt({ text }, 'yaml', forAlice, fixedDeps()));
    expect(await sopsDecrypt(ours, 'yaml')).toContain(
      'b: two\n# end\n---\nc:\n    d:\n        - x',
    );
    const theirs = await sopsEncrypt(text, 'yaml');
    expect(valueOf(await decrypt({ text: theirs }, 'yaml', alice))).toContain(
      '---\nb: two\n# end\n',
    );
  });

  test.each([
    ['brackets all over', '{a: x, "b": [1, {c: y1}]}\n'],
    ['an empty map', '{}\n'],
    ['lines that end as on Windows', '# c\r\na: x\r\nb:\r\n  - d # e\r\n'],
    ['no newline at its end', 'a: x'],
    ['a map that does not begin its line', '  a: x\n  b: z\n'],
    ['lists that are not indented', 'l:\n- a\n# c\n- b: 1\n  c: 2\nm: z\n'],
    ['marks of documents', '# before\n---\n# in\na: x\n...\n'],
    ['an empty document', '---\na: x\n---\n---\nb: z\n'],
    ['keys with a question mark', '? a\n: x\n'],
    ['values of several lines', 'a: this is\n  folded\nb: "and\n  this"\nc: >-\n  x\n  z\n'],
    ['empty lines that are kept', 'a: |+\n  x\n\n\nb_unencrypted: |+\n  z\n\n\n'],
    ['anchors and tags of text', 'a: &x one\nb: !!str 123\n'],
    ['nulls', 'a:\nb: ~\nc:\n  -\n  - x\n'],
    ['tabs between tokens', 'a:\tx\t# c\n'],
    ['keys in quotes', '"a b": x\n\'c:d\': z\n'],
  ])('reads the same from %s', async (_, text) => {
    const ours = valueOf(await encrypt({ text }, 'yaml', forAlice, fixedDeps()));
    const theirs = await sopsEncrypt(text, 'yaml');
    expect(await sopsDecrypt(ours, 'yaml')).toBe(await sopsDecrypt(theirs, 'yaml'));
  });

  test('reads and writes variables', async () => {
    const text = '# the database\nUSER=web\nPASSWORD=a b "c" \\n=#x\nEMPTY=\nURL_unencrypted=x\n';
    const ours = valueOf(await encrypt({ text }, 'dotenv', forAlice, fixedDeps()));
    expect(await sopsDecrypt(ours, 'dotenv')).toBe(text);
    const theirs = await sopsEncrypt(text, 'dotenv');
    expect(valueOf(await decrypt({ text: theirs }, 'dotenv', alice))).toBe(text);
  });

  test('reads and writes random variables', async () => {
    for (const text of fc.sample(variables, runs(6))) {
      const ours = valueOf(await encrypt({ text }, 'dotenv', forAlice, fixedDeps()));
      expect(await sopsDecrypt(ours, 'dotenv')).toBe(text);
      const theirs = await sopsEncrypt(text, 'dotenv');
      expect(valueOf(await decrypt({ text: theirs }, 'dotenv', alice))).toBe(text);
    }
  }, 60_000);

  test('reads and writes random bytes', async () => {
    for (const bytes of fc.sample(fc.uint8Array({ minLength: 1, maxLength: 300 }), runs(4))) {
      const ours = valueOf(await encryptBinary(bytes, forAlice, fixedDeps()));
      expect(await sopsDecrypt(ours, 'binary')).toBe(Buffer.from(bytes).toString('utf8'));
      const theirs = await sopsEncrypt(bytes, 'binary');
      const read = valueOf(await decryptBinary({ text: theirs }, alice));
      expect(Buffer.from(read)).toEqual(Buffer.from(bytes));
    }
  }, 60_000);

  test('reads and writes bytes of any kind', async () => {
    const bytes = Uint8Array.from({ length: 1024 }, (_, index) => index % 256);
    const text = valueOf(await encryptBinary(bytes, forAlice, fixedDeps()));
    const theirs = await sopsEncrypt(bytes, 'binary');
    expect(Buffer.from(valueOf(await decryptBinary({ text: theirs }, alice)))).toEqual(
      Buffer.from(bytes),
    );
    const ascii = valueOf(await encryptBinary(Buffer.from('a\tb\n'), forAlice, fixedDeps()));
    expect(await sopsDecrypt(ascii, 'binary')).toBe('a\tb\n');
    expect(await sopsDecrypt(text, 'binary')).toBe(Buffer.from(bytes).toString('utf8'));
  });

  test('opens what is encrypted for a post-quantum recipient, and the reverse', async () => {
    const recipients = [keys.carol.recipient, keys.bob.recipient];
    const ours = valueOf(await encrypt({ text: 'a: x\n' }, 'yaml', { recipients }, fixedDeps()));
    for (const name of ['bob', 'carol'] as const) {
      expect(await sopsDecrypt(ours, 'yaml', 'yaml', [name])).toBe('a: x\n');
    }
    const theirs = await sopsEncrypt('a: x\n', 'yaml', '--age', keys.carol.recipient);
    expect(valueOf(await decrypt({ text: theirs }, 'yaml', [await identity('carol')]))).toBe(
      'a: x\n',
    );
  });
});
