import { describe, expect, test } from 'vitest';
import { isSopsFile, whyEncrypted } from '../../lib/cli/secret/must-encrypt.ts';
import { formatOfFile } from '../../lib/io/secret/index.ts';
import { readCreationRules } from '../../lib/sops/index.ts';
import { valueOf } from '../sops/sops.ts';

async function why(text: string, path: string, regex: string): Promise<string | undefined> {
  const source = { text: `creation_rules: [{ path_regex: '${regex}', age: x }]\n` };
  const rules = valueOf(await readCreationRules(source));
  return whyEncrypted(text, formatOfFile(path), { rules, path, rule: rules.ruleFor(path) });
}

const secret = 'apiVersion: v1\nkind: Secret\nstringData:\n  password: hunter2\n';
const nested = secret.trimEnd().replaceAll('\n', '\n  ');

describe('under a rule for one folder', () => {
  test.each(['secrets/prod.env', 'secrets/tls.key', 'secrets/values.yaml'])(
    '%s must be encrypted',
    async (path) => {
      expect(await why('a: b\n', path, '^secrets/')).toContain('asks for ciphertext');
    },
  );

  test.each(['secrets/README.md', 'secrets/kustomization.yaml', 'secrets/.sops.yaml'])(
    '%s need not be',
    async (path) => {
      expect(await why('a: b\n', path, '^secrets/')).toBeUndefined();
    },
  );
});

describe('under a rule for all YAML', () => {
  test.each([
    ['a Secret', secret],
    ['a Secret in a List', `apiVersion: v1\nkind: List\nitems:\n- ${nested}\n`],
    ['a Secret in a SecretList', `apiVersion: v1\nkind: SecretList\nitems:\n- ${nested}\n`],
    ['a Secret that cannot be read', `${secret}  other: [\n`],
    ['a value with a variable in it', secret.replace('hunter2', '"hunter2${X}"')],
    ['a variable with a default', secret.replace('hunter2', '"${X:=hunter2}"')],
  ])('%s must be encrypted', async (_, text) => {
    expect(await why(text, 'a.yaml', '\\.yaml$')).toContain('Secret in plain text');
  });

  test.each([
    ['a value that is one variable', secret.replace('hunter2', '"${X}"')],
    ['a ConfigMap', secret.replace('kind: Secret', 'kind: ConfigMap')],
    ['what cannot be read and is no Secret', 'a: [\n'],
  ])('%s need not be', async (_, text) => {
    expect(await why(text, 'a.yaml', '\\.yaml$')).toBeUndefined();
  });
});

const start = 'ENC[AES256_GCM,data:x';

test.each([
  ['a value', `a: ${start}`],
  ['a quoted value', `"a b": "${start}"`],
  ['an item', `- - ${start}`],
  ['a value between brackets', `{a: 1,"b":"${start}"}`],
  ['a comment', `#${start}`],
  ['a line of its own', `a: >-\n  ${start}`],
])('ciphertext as %s makes a file one of SOPS', (_, text) => {
  expect(isSopsFile(text, formatOfFile('a.yaml'))).toBe(true);
  expect(isSopsFile(`A=${start}`, formatOfFile('a.env'))).toBe(true);
});

test('a text that speaks of ciphertext is no file of SOPS', () => {
  const text = `# A value begins with ${start}\ngrep: "look for ${start}"\n`;
  expect(isSopsFile(text, formatOfFile('a.yaml'))).toBe(false);
});
