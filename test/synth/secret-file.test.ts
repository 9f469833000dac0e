import { EncryptedSecret } from 'sluice';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../lib/core/index.ts';
import { lastApplied } from '../../lib/kubernetes/index.ts';
import { defaultRule } from '../../lib/sops/index.ts';
import { keys } from '../sops/sops.ts';
import { encrypted, fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, clusterIn, diagnosticsOf } from '../support/fleet.ts';

const complete = shapeOf({ metadata: 'name: db\nnamespace: demo\n' });

/** What is wrong with a Secret of this text, in the app `web`. */
function problemsWith(text: string): readonly Diagnostic[] {
  const file = fileWith(text);
  return diagnosticsOf((fleet) => EncryptedSecret.fromFile(appIn(clusterIn(fleet)), 'db', file));
}

describe('a file is refused', () => {
  const codesWith = (text: string) => problemsWith(text).map(({ code }) => code);

  test.each([
    ['plain text', complete.replace(/sops:[^]*/, ''), 'plaintext-secret'],
    [
      'plain in one value',
      complete.replace('stringData:', 'stringData:\n    id: hunter2'),
      'plaintext-secret',
    ],
    [
      "plain in kubectl's annotation",
      complete.replace('name: db', `name: db\n    annotations: { ${lastApplied}: hunter2 }`),
      'plaintext-secret',
    ],
    [
      'plain by its rule',
      complete
        .replace('^(data|stringData)$', '^data$')
        .replace(/password: .*/, 'password: hunter2'),
      'plaintext-secret',
    ],
    [
      'ciphertext against its rule',
      complete.replace('^(data|stringData)$', '^data$'),
      'sops-mixed',
    ],
    [
      'a value of which is no text',
      complete.replace(/password: .*/, 'password: 4711'),
      'plaintext-secret',
    ],
    [
      'cut off in a value',
      complete.replace(/password: ENC(.*),type:str\]/, 'password: ENC$1'),
      'sops-tampered',
    ],
    [
      'cut off in its MAC',
      complete.replace(/mac: ENC(.*),type:str\]/, 'mac: ENC$1'),
      'sops-tampered',
    ],
    ['of another kind', complete.replace('kind: Secret', 'kind: ConfigMap'), 'unreadable-file'],
    [
      'of another API',
      complete.replace('apiVersion: v1', 'apiVersion: example.org/v1'),
      'unreadable-file',
    ],
    ['of two documents', `${complete}---\n${complete}`, 'unreadable-file'],
    ['empty', '', 'unreadable-file'],
    [
      'a list for metadata',
      complete.replace('name: db', '- db').replace(/ +namespace: demo\n/, ''),
      'unreadable-file',
    ],
    ['text for labels', complete.replace('name: db', 'labels: db'), 'unreadable-file'],
    [
      'without recipients',
      complete.replace(/ {4}age:[^]*?(?= {4}encrypted_regex)/, ''),
      'sops-metadata',
    ],
    ['with a key twice', complete.replace('name: db', 'name: db\n    name: db'), 'sops-syntax'],
    [
      'with an alias',
      complete.replace('name: db', 'name: &a db\n    generateName: *a'),
      'sops-syntax',
    ],
  ])('that is %s', (_, text, code) => {
    expect(codesWith(text)).toEqual([code]);
    expect(JSON.stringify(problemsWith(text))).not.toContain('hunter2');
  });

  test('at the construct, and the line of the file', () => {
    const text = complete.replace('stringData:', 'stringData:\n    id: hunter2');
    const [found] = problemsWith(text);
    expect(found?.location).toMatchObject({
      construct: 'home/web/db',
      field: 'stringData.id',
      line: text.split('\n').findIndex((line) => line.includes('hunter2')) + 1,
    });
  });

  test('that is encrypted whole, with a word on how to encrypt it', async () => {
    const plain =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  a: hunter2\n';
    const { recipient } = keys.alice;
    const text = await encrypted(plain, [recipient], { rule: defaultRule });
    expect(problemsWith(text)).toMatchObject([
      {
        code: 'unreadable-file',
        message: 'kind and metadata are encrypted as well',
        hint: expect.stringContaining('encrypted_regex ^(data|stringData)$') as string,
      },
    ]);
  });

  test('that is not there', () => {
    const found = diagnosticsOf((fleet) => {
      const app = appIn(clusterIn(fleet));
      EncryptedSecret.fromFile(app, 'db', new URL('file:///nowhere/db.sops.yaml'));
    });
    expect(found).toMatchObject([
      {
        code: 'unreadable-file',
        location: { construct: 'home/web/db', file: '/nowhere/db.sops.yaml' },
      },
    ]);
  });
});
