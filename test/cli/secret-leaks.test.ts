/**
 * Looks for planted secrets wherever a command could leave them: what it prints, the arguments and the
 * environment of what it starts, and files. Each case says where its value is meant to be.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../sops/sops.ts';
import { finish, secretsFolder, start } from '../support/sluice.ts';
import { filesIn, writeFile } from '../support/tree.ts';

const value = 'planted-Zx9-value-Qw7';
const { alice, bob } = keys;
/** Every form in which a planted secret would do harm; of a key, also a part of it. */
const planted = [
  ...[value, Buffer.from(value).toString('base64'), encodeURIComponent(value)],
  ...[Buffer.from(value).toString('hex'), Buffer.from(value).reverse().toString()],
  ...[alice.secret.slice(20, 50), bob.secret.slice(20, 50)],
];

/** Notes how a program was called, by whom, and what it could read of its parents. */
const recorder = (body: string): string =>
  `{ echo "argv: $0 $*"; env; tr '\\0' '\\n' < /proc/$PPID/cmdline; } >> $ROOT/log 2> /dev/null\n${body}\n`;

const secretText = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: ${value}\n`;

/** Makes `createCipheriv` or another function of Node fail, as a defect would. */
const defect = (module: string, name: string): string => {
  const code = `import m from 'node:${module}'; import { syncBuiltinESMExports as s } from 'node:module'; m.${name} = () => { throw new TypeError('planted defect') }; s();`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
};

interface Case {
  readonly args: readonly string[];
  readonly input?: string;
  /** Beside SLUICE_DEBUG=1. $ROOT is the folder of the case. */
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  /** What is on standard error, so that the case is what it says. */
  readonly says?: string;
  /** Where the value is meant to be, and is looked for. */
  readonly meant?: 'stdout' | 'file';
}

const byFile = { SOPS_AGE_KEY_FILE: '$ROOT/alice.txt' };
const byValue = { SOPS_AGE_KEY: alice.secret };
const byCommand = { SOPS_AGE_KEY_CMD: 'sh $ROOT/key.sh' };
const file = 'db.sops.yaml';

const cases: Readonly<Record<string, Case>> = {
  'set, a new file': { args: ['set', 'new.sops.yaml', 'password'], input: value, code: 0 },
  'set, by a file': { args: ['set', file, 'other'], input: value, env: byFile, code: 0 },
  'set, by a variable': { args: ['set', file, 'other'], input: value, env: byValue, code: 0 },
  'set, by a command': { args: ['set', file, 'other'], input: value, env: byCommand, code: 0 },
  'set, the same': { args: ['set', file, 'password'], input: value, env: byFile, code: 0 },
  'set, without a key': { args: ['set', file, 'password'], input: value, code: 1 },
  'set, anew': { args: ['set', '--replace', file, 'password'], input: value, code: 0 },
  'set, no rule': { args: ['set', 'new.yaml', 'password'], input: value, code: 1 },
  'set, no base64': { args: ['set', file, 'data.x'], input: `${value}!`, env: byFile, code: 1 },
  'set, left plain': { args: ['set', file, 'metadata.x'], input: value, env: byFile, code: 1 },
  'set, to a list': { args: ['set', file, 'a[0]'], input: value, env: byFile, code: 1 },
  'set, a tampered file': {
    args: ['set', 'bad.sops.yaml', 'x'],
    input: value,
    env: byFile,
    code: 1,
  },
  'set, a value as argument': { args: ['set', file, 'password', value], code: 1 },
  get: { args: ['get', file, 'password'], env: byFile, code: 0, meant: 'stdout' },
  'get, no such key': { args: ['get', file, 'other'], env: byFile, code: 1 },
  'get, tampered': { args: ['get', 'bad.sops.yaml', 'password'], env: byFile, code: 1 },
  'get, a broken key': {
    args: ['get', file, 'password'],
    env: { SOPS_AGE_KEY: `${alice.secret}X` },
    code: 1,
  },
  'get, a key as file name': {
    args: ['get', file, 'password'],
    env: { SOPS_AGE_KEY_FILE: alice.secret },
    code: 1,
  },
  'get, a key as command': {
    args: ['get', file, 'password'],
    env: { SOPS_AGE_KEY_CMD: alice.secret },
    code: 1,
  },
  'get, a command that fails': {
    args: ['get', file, 'password'],
    env: { SOPS_AGE_KEY_CMD: 'sh $ROOT/fail.sh' },
    code: 1,
  },
  list: { args: ['list', '--json', file], code: 0 },
  'list, broken': { args: ['list', 'broken.sops.yaml'], code: 1 },
  edit: { args: ['edit', file], env: { ...byValue, EDITOR: 'sh $ROOT/editor.sh' }, code: 0 },
  'edit, a mistake': {
    args: ['edit', file],
    env: { ...byValue, EDITOR: 'sh $ROOT/mistake.sh' },
    code: 1,
  },
  'edit, an editor that fails': {
    args: ['edit', file],
    env: { ...byValue, EDITOR: 'false' },
    code: 1,
  },
  'edit, no temporary folder': {
    args: ['edit', file],
    env: { ...byValue, TMPDIR: '/nonexistent', EDITOR: 'true' },
    code: 1,
  },
  encrypt: { args: ['encrypt', 'plain.sops.yaml'], code: 0 },
  'encrypt, in place': { args: ['encrypt', '-i', 'plain.sops.yaml'], code: 0 },
  'encrypt, broken': { args: ['encrypt', 'broken.sops.yaml'], code: 1 },
  'encrypt, twice': { args: ['encrypt', file], code: 1 },
  'encrypt, a defect': {
    args: ['encrypt', 'plain.sops.yaml'],
    env: { NODE_OPTIONS: defect('crypto', 'createCipheriv') },
    code: 1,
    says: 'planted defect',
  },
  decrypt: { args: ['decrypt', file], env: byFile, code: 0, meant: 'stdout' },
  'decrypt, in place': { args: ['decrypt', '-i', file], env: byFile, code: 0, meant: 'file' },
  'decrypt, tampered': { args: ['decrypt', 'bad.sops.yaml'], env: byFile, code: 1 },
  'decrypt, no space': {
    args: ['decrypt', '-i', file],
    env: { ...byFile, NODE_OPTIONS: defect('fs', 'renameSync') },
    code: 1,
  },
  'decrypt, a defect': {
    args: ['decrypt', file],
    env: { ...byFile, NODE_OPTIONS: defect('crypto', 'createHash') },
    code: 1,
    says: 'planted defect',
  },
  'import, .env': { args: ['import', '.env', 'new.sops.yaml'], code: 0 },
  'import, a Secret': { args: ['import', 'plain.sops.yaml', 'new.sops.yaml'], code: 0 },
  'import, broken': { args: ['import', 'broken.sops.yaml', 'new.sops.yaml'], code: 1 },
  verify: { args: ['verify', file], env: byCommand, code: 0 },
  'verify, a tree': { args: ['verify', '--json'], env: byFile, code: 1 },
  'verify, a key for a recipient': { args: ['verify', '--json', 'named.sops.yaml'], code: 1 },
  'verify, a key in the rules': { args: ['verify', 'rules/db.sops.yaml'], code: 1 },
  'updatekeys, a key for a recipient': {
    args: ['updatekeys', '-y', 'named.sops.yaml'],
    env: byFile,
    code: 0,
  },
  'updatekeys, a key for a recipient, as JSON': {
    args: ['updatekeys', '--json', 'named.sops.yaml'],
    env: byFile,
    code: 0,
  },
  'updatekeys, a key in the rules': {
    args: ['updatekeys', '-y', 'rules/db.sops.yaml'],
    env: byFile,
    code: 1,
  },
  updatekeys: { args: ['updatekeys', '--yes', file], env: byCommand, code: 0 },
  rotate: { args: ['rotate', file], env: byCommand, code: 0 },
};

/** What holds the value before a command runs. */
const inputs = [
  ...['plain.sops.yaml', 'broken.sops.yaml', '.env'],
  ...['named.sops.yaml', 'rules/.sops.yaml'],
];

/** Everything that cases name, and programs that note how they are called. Each case has a copy. */
let template: string;
const ends: (() => unknown)[] = [];
afterAll(() => ends.map((end) => end()));
beforeAll(async () => {
  const { work, env } = secretsFolder((end) => ends.push(end as () => unknown));
  template = work;
  await finish(start(['secret', 'set', file, 'password'], work, env), value);
  const text = readFileSync(join(work, file), 'utf8');
  writeFile(work, 'bad.sops.yaml', text.replace('password:', 'username:'));
  const named = /^ *- enc: [^]*?recipient: (.*)\n/m;
  const doubled = text.replace(named, (one, name: string) => one + one.replace(name, bob.secret));
  writeFile(work, 'named.sops.yaml', doubled);
  writeFile(work, 'rules/.sops.yaml', `creation_rules:\n  - age: ${bob.secret}\n`);
  writeFile(work, 'rules/db.sops.yaml', text);
  writeFile(work, 'plain.sops.yaml', secretText);
  const broken = `${secretText}  ${value}: [*${value} "${value}\nsops: *${value}\n`;
  writeFile(work, 'broken.sops.yaml', broken);
  writeFile(work, '.env', `PASSWORD=${value}\n`);
}, 60_000);

/** What the programs do beside noting how they were called. */
const programs = {
  'key.sh': 'cat $ROOT/alice.txt',
  'fail.sh': 'cat $ROOT/alice.txt; cat $ROOT/alice.txt >&2; exit 3',
  'editor.sh': 'sed -i "s/^type:/# changed\\n&/" "$1"',
  'mistake.sh': `echo "${value}: [*${value}" >> "$1"`,
};

function expectNoneIn(where: string, text: string): void {
  for (const each of planted) expect(text.includes(each), `${where} holds ${each}`).toBe(false);
}

describe.concurrent('no secret is left anywhere', { timeout: 60_000 }, () => {
  test.for(Object.entries(cases))('%s', async ([, each], { onTestFinished }) => {
    const { args, input, code, meant, env: own = {}, says = '' } = each;
    const { root, work, tmp, env } = secretsFolder(onTestFinished);
    cpSync(template, work, { recursive: true });
    for (const [name, body] of Object.entries(programs)) writeFile(root, name, recorder(body));
    const pairs = Object.entries(own).map(([name, text]) => [name, text.replace('$ROOT', root)]);
    const more = Object.fromEntries(pairs) as Record<string, string>;
    const settings = { ...env, ROOT: root, SLUICE_DEBUG: '1', ...more };
    const outcome = await finish(start(['secret', ...args], work, settings), input);
    expect(outcome.code, outcome.stderr).toBe(code);
    expect(outcome.stderr).toContain(says);
    if (meant === 'stdout') expect(outcome.stdout).toContain(value);
    else expectNoneIn('standard output', outcome.stdout);
    expectNoneIn('standard error', outcome.stderr);
    const log = filesIn(root)['log'] ?? '';
    expectNoneIn('what was started', log);
    if (Object.values(own).some((text) => text.includes('.sh'))) expect(log).toContain('argv: ');
    expect(filesIn(tmp)).toEqual({});
    for (const [name, text] of Object.entries(filesIn(work))) {
      const isInput = inputs.includes(name) && !(args.includes('-i') && args.includes(name));
      if (meant === 'file' && name === file) expect(text).toContain(value);
      else if (!isInput) expectNoneIn(name, text);
    }
  });
});

test('the search finds what is there', () => {
  for (const each of planted) expect(() => expectNoneIn('a text', `a${each}b`)).toThrow('a text');
});
