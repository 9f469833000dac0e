import { describe, expect, test } from 'vitest';
import {
  encrypt,
  type Result,
  type Rule,
  secretRule,
  updateText,
  verify,
} from '../../lib/sops/index.ts';
import { codesOf, fixedDeps, identity, keys, valueOf } from './sops.ts';

const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  a: hunter2\n';
const typo: Rule = { name: 'encrypted_regex', pattern: '^(data|stringdata)$' };

function encrypted(text: string, rule = secretRule): Promise<Result<string>> {
  const settings = { recipients: [keys.alice.recipient], rule, macOnlyEncrypted: true };
  return encrypt({ text }, 'yaml', settings, fixedDeps());
}

/** A file whose rule leaves the values of a Secret in plain text, as sops would write it. */
async function leftOpen(text: string): Promise<string> {
  const named = text.replaceAll('kind: Secret', 'kind: Config');
  const written = valueOf(await encrypted(named, typo));
  return written.replaceAll('kind: Config', 'kind: Secret');
}

const list = `apiVersion: v1\nkind: List\nitems:\n${secret.replace(/^/gm, '    ').replace('    a', '  - a').trimEnd()}\n`;

describe('a value that the rule of its file leaves in plain text', () => {
  test.each([
    ['in a Secret', secret, 'stringData.a'],
    ['in a second document', `a: 1\n---\n${secret}`, 'stringData.a'],
    ['in a list of objects', list, 'items[0].stringData.a'],
  ])('%s is an error of verify', async (_, text, field) => {
    const { diagnostics } = await verify({ text: await leftOpen(text) }, 'yaml');
    expect(diagnostics).toMatchObject([
      { code: 'plaintext-secret', severity: 'error', location: { field } },
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('is not written by encrypt', async () => {
    expect(codesOf(await encrypted(secret, typo))).toEqual(['plaintext-secret']);
  });

  test('is not written after an edit', async () => {
    const text = valueOf(await encrypted('a: b\n', typo));
    const alice = [await identity('alice')];
    const updated = await updateText({ text }, 'yaml', secret, alice, fixedDeps());
    expect(codesOf(updated)).toEqual(['plaintext-secret']);
  });
});

test('what is no Secret may have its data in plain text', async () => {
  const text = secret.replace('kind: Secret', 'kind: ConfigMap');
  expect(codesOf(await encrypted(text, typo))).toEqual([]);
});

describe.each(['5432', 'true', '1.5'])('a value of a Secret that is %s without quotes', (value) => {
  test('is not written, since Kubernetes takes text only', async () => {
    const result = await encrypted(secret.replace('hunter2', value));
    expect(result).toMatchObject({ diagnostics: [{ code: 'sops-value', location: { line: 6 } }] });
    expect(codesOf(await encrypted(secret.replace('hunter2', `"${value}"`)))).toEqual([]);
  });

  test('is found without a key', async () => {
    const plain = secret.replace('hunter2', value).replace('kind: Secret', 'kind: Config');
    const text = valueOf(await encrypted(plain)).replace('kind: Config', 'kind: Secret');
    const { diagnostics } = await verify({ text }, 'yaml');
    expect(diagnostics.map(({ code }) => code)).toEqual(['sops-value']);
  });
});
