import { expect, test } from 'vitest';
import { describeWithGo } from '../kubernetes/yaml/go.ts';
import { type CreationRule, readCreationRules, verify } from '../../lib/sops/index.ts';
import { codesOf, keys, sopsEncryptWith, valueOf } from './sops.ts';

const { alice, bob, carol } = keys;

async function ruleFor(text: string, path: string): Promise<CreationRule | undefined> {
  return valueOf(await readCreationRules({ text, file: '.sops.yaml' })).ruleFor(path);
}

const rules = `
# production first
creation_rules:
  - path_regex: ^clusters/production/.*\\.sops\\.yaml$
    encrypted_regex: ^(data|stringData)$
    mac_only_encrypted: true
    age: >-
      ${alice.recipient},
      ${bob.recipient},
  - path_regex: (?i)\\.ENV$
    unencrypted_suffix: _open
    age: [${bob.recipient}, ${bob.recipient}]
    pgp: ABCDEF
  - age: ${carol.recipient}
stores:
  yaml: {indent: 2}
`;

test('the first rule that matches is taken', async () => {
  const rule = await ruleFor(rules, 'clusters/production/db.sops.yaml');
  expect(rule).toMatchObject({
    recipients: [alice.recipient, bob.recipient],
    rule: { name: 'encrypted_regex', pattern: '^(data|stringData)$' },
    macOnlyEncrypted: true,
    others: [],
    location: { file: '.sops.yaml', line: 4 },
  });
});

test('each recipient is named once, and other kinds of keys are named', async () => {
  expect(await ruleFor(rules, 'apps/web.env')).toMatchObject({
    recipients: [bob.recipient],
    others: ['pgp'],
    rule: { name: 'unencrypted_suffix', pattern: '_open' },
  });
});

test('a rule without path matches every file, and has the default of sops', async () => {
  expect(await ruleFor(rules, 'clusters/staging/db.sops.yaml')).toMatchObject({
    recipients: [carol.recipient],
    rule: { name: 'unencrypted_suffix', pattern: '_unencrypted' },
    macOnlyEncrypted: false,
  });
});

test('no rule may match', async () => {
  expect(await ruleFor('creation_rules:\n  - path_regex: ^a$\n    age: x\n', 'b')).toBeUndefined();
  expect(await ruleFor('stores: {}\n', 'b')).toBeUndefined();
});

test('one key group is a list of recipients, with what it merges first', async () => {
  const text = `creation_rules:\n  - key_groups:\n      - merge:\n          - age: [${alice.recipient}]\n        age: [${bob.recipient}]\n`;
  expect(await ruleFor(text, 'x')).toMatchObject({ recipients: [alice.recipient, bob.recipient] });
});

test.each([
  ['two rules about values', 'encrypted_regex: a\n    encrypted_suffix: b'],
  ['a path that Go cannot match either', 'path_regex: a(?=b)'],
  ['a path that is no expression', 'path_regex: "a["'],
  ['a path that is a list', 'path_regex: [a]'],
  ['a switch that is neither on nor off', 'mac_only_encrypted: maybe'],
])('%s cannot be used, and its line is named', async (_, rule) => {
  const result = await readCreationRules({ text: `creation_rules:\n  - age: x\n    ${rule}\n` });
  expect(codesOf(result)).toEqual(['sops-rules']);
  expect(result).toMatchObject({ diagnostics: [{ location: { line: 2 } }] });
});

test('two key groups are a problem of the files under that rule alone', async () => {
  const groups = 'key_groups: [{age: [a]}, {age: [b]}]';
  const text = `creation_rules:\n  - path_regex: ^a\n    ${groups}\n  - age: c\n`;
  expect(await ruleFor(text, 'a')).toMatchObject({
    problem: { code: 'sops-rules', location: { line: 2 } },
    recipients: [],
  });
  expect(await ruleFor(text, 'b')).toMatchObject({ problem: undefined, recipients: ['c'] });
});

const switches = [
  ...['true', 'yes', 'Yes', 'ON', 'y', '"yes"'].map((word) => [word, true] as const),
  ...['false', 'no', 'OFF', 'N', '~'].map((word) => [word, false] as const),
];

test.each(switches)('mac_only_encrypted: %s means %s', async (word, value) => {
  const text = `creation_rules:\n  - age: x\n    mac_only_encrypted: ${word}\n`;
  expect(await ruleFor(text, 'x')).toMatchObject({ macOnlyEncrypted: value });
});

const shared = `
keys:
  - &alice ${alice.recipient}
  - &bob ${bob.recipient}
base: &base
  encrypted_regex: ^data$
  age: *bob
creation_rules:
  - path_regex: ^team
    <<: *base
    age: [*alice, *bob]
  - <<: *base
`;

test('anchors, aliases and merge keys share keys and settings', async () => {
  const rule = { name: 'encrypted_regex', pattern: '^data$' };
  expect(await ruleFor(shared, 'team.yaml')).toMatchObject({
    recipients: [alice.recipient, bob.recipient],
    rule,
  });
  expect(await ruleFor(shared, 'x.yaml')).toMatchObject({ recipients: [bob.recipient], rule });
});

describeWithGo('the real sops', () => {
  test.each(switches)('takes mac_only_encrypted: %s for %s', async (word, value) => {
    const rules = `creation_rules:\n  - age: ${alice.recipient}\n    mac_only_encrypted: ${word}\n`;
    const theirs = await sopsEncryptWith(rules, 'a: b\n', 'x.yaml');
    expect(theirs.includes('mac_only_encrypted: true')).toBe(value);
  });

  test.each(['team.yaml', 'x.yaml'])('reads the same from them for %s', async (path) => {
    const theirs = await sopsEncryptWith(shared, 'data: a\nb: c\n', path);
    const verification = { rule: (await ruleFor(shared, path))! };
    expect(await verify({ text: theirs }, 'yaml', verification)).toMatchObject({ diagnostics: [] });
  });
});

const levels = Array.from({ length: 40 }, (_, at) => at);

test.each([
  [
    'groups that merge groups twice',
    [
      'a0: &a0 {age: [x]}',
      ...levels.map((at) => `a${at + 1}: &a${at + 1} {merge: [*a${at}, {merge: [*a${at}]}]}`),
      'creation_rules: [{key_groups: [*a40]}]',
    ],
  ],
  [
    'maps that merge maps twice',
    [
      'a0: &a0 {age: [x]}',
      ...levels.map((at) => `a${at + 1}: &a${at + 1} {<<: [*a${at}, {<<: *a${at}}]}`),
      'creation_rules: [*a40]',
    ],
  ],
])('%s are read once', async (_, lines) => {
  expect(await ruleFor(`${lines.join('\n')}\n`, 'x')).toMatchObject({ recipients: ['x'] });
});

test('an alias without its anchor is refused with its line', async () => {
  expect(await readCreationRules({ text: 'a: 1\nb: *team\n' })).toMatchObject({
    diagnostics: [{ code: 'sops-syntax', location: { line: 2 } }],
  });
});
