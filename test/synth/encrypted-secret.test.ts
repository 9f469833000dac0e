import { ApiObject, JsonPatch } from 'cdk8s';
import { type AppChart, EncryptedSecret, type EncryptedSecretProps } from 'sluice';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Diagnostic } from '../../lib/core/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import type { Synthesis } from '../../lib/synth/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import {
  appIn,
  cleanSynth,
  clusterIn,
  configMapIn,
  diagnosticsOf,
  kustomizationSpec,
  parsed,
} from '../support/fleet.ts';

const path = 'clusters/home/apps/web/secret.db.yaml';
const complete = shapeOf({ metadata: 'name: db\nnamespace: demo\n' });
const macOverAll = (text: string) => text.replace('    mac_only_encrypted: true\n', '');

/** A cluster whose app `web` has a Secret `db` of this text. */
function synthWith(
  text: string,
  props: EncryptedSecretProps = {},
  more: (app: AppChart, secret: EncryptedSecret) => void = () => undefined,
): Synthesis {
  const file = fileWith(text);
  return cleanSynth((fleet) => {
    const app = appIn(clusterIn(fleet));
    more(app, EncryptedSecret.fromFile(app, 'db', file, props));
  });
}

function problemsWith(
  text: string,
  props: EncryptedSecretProps = {},
  more: (app: AppChart, secret: EncryptedSecret) => void = () => undefined,
): readonly Diagnostic[] {
  const file = fileWith(text);
  return diagnosticsOf((fleet) => {
    const app = appIn(clusterIn(fleet));
    more(app, EncryptedSecret.fromFile(app, 'db', file, props));
  });
}

const textOf = ({ tree }: Synthesis): string => tree.get(path) ?? '';

describe('an encrypted Secret', () => {
  test('lies in the directory of its app byte for byte', () => {
    expect(textOf(synthWith(complete))).toBe(complete);
    expect(textOf(synthWith(macOverAll(complete)))).toBe(macOverAll(complete));
  });

  test('is one of the resources of the app', () => {
    const list = parsed(synthWith(complete), 'clusters/home/apps/web/kustomization.yaml');
    expect(list['resources']).toEqual(['secret.db.yaml']);
  });

  test('makes the Kustomization of its app decrypt, and no other', () => {
    const synthesis = synthWith(complete, {}, (app) => appIn(app.cluster, 'other'));
    const decryption = { provider: 'sops', secretRef: { name: 'sops-age' } };
    expect(kustomizationSpec(synthesis, 'web')['decryption']).toEqual(decryption);
    expect(kustomizationSpec(synthesis, 'other')).not.toHaveProperty('decryption');
  });

  test('can stand in cluster.flux', () => {
    const file = fileWith(shapeOf({}));
    const synthesis = cleanSynth((fleet) => {
      EncryptedSecret.fromFile(clusterIn(fleet).flux, 'db', file);
    });
    expect(kustomizationSpec(synthesis, 'flux')).toHaveProperty('decryption');
    expect(synthesis.tree.has('clusters/home/flux/secret.db.yaml')).toBe(true);
  });

  test('cannot stand in the entry, which nobody decrypts', () => {
    const file = fileWith(shapeOf({}));
    const found = diagnosticsOf((fleet) => {
      EncryptedSecret.fromFile(clusterIn(fleet).entry, 'db', file);
    });
    expect(found.map(({ code }) => code)).toEqual(['misplaced-object']);
  });

  test('can be one of two with the same id in one namespace only once', () => {
    const file = fileWith(shapeOf({}));
    const found = diagnosticsOf((fleet) => {
      const cluster = clusterIn(fleet);
      for (const id of ['a', 'b']) EncryptedSecret.fromFile(appIn(cluster, id), 'db', file);
    });
    expect(found.map(({ code }) => code)).toEqual(['duplicate-object']);
  });
});

describe('its metadata', () => {
  const metadataOf = (synthesis: Synthesis) => parsed(synthesis, path).metadata;

  test('has the name of the construct and the namespace of the app', () => {
    const text = shapeOf({ metadata: 'name: other\nnamespace: elsewhere\n' });
    expect(metadataOf(synthWith(text))).toEqual({ name: 'db', namespace: 'demo' });
    expect(metadataOf(synthWith(shapeOf({})))).toEqual({ name: 'db', namespace: 'demo' });
  });

  test('has labels and annotations of both', () => {
    const text = shapeOf({ metadata: 'labels: # of the file\n  a: file\n  b: file\n' });
    const metadata = { labels: { b: 'app', c: 'app' }, annotations: { note: 'x: # y' } };
    expect(metadataOf(synthWith(text, { metadata }))).toMatchObject({
      labels: { a: 'file', b: 'app', c: 'app' },
      annotations: { note: 'x: # y' },
    });
  });

  test('changes nothing else in the text', () => {
    const text = shapeOf({ metadata: 'name: other # the name\nlabels:\n    a: b\n' });
    const lines = text.split('\n');
    const after = textOf(synthWith(text)).split('\n');
    expect(after.filter((line) => !lines.includes(line))).toEqual([
      '    name: db # the name',
      '    namespace: demo',
    ]);
    expect(after.slice(after.indexOf('stringData:'))).toEqual(
      lines.slice(lines.indexOf('stringData:')),
    );
  });

  test.each([
    ['in flow style', 'metadata: {name: "x", "labels": {a: b}}'],
    ['in flow style over lines', 'metadata: {\n  name: x,\n  labels: {a: b},\n}'],
    ['empty in flow style', 'metadata: {}'],
    ['empty but for a comment', 'metadata: {\n  # nothing\n}'],
    ['null', 'metadata:'],
    ['with a label that is null', 'metadata:\n  labels:\n  name: x'],
    ['with an anchor', 'metadata: &m\n  name: &n x'],
    ['as a block of text', 'metadata:\n  name: |-\n    x\n  namespace: >-\n    y'],
    ['in quotes', `metadata:\n  "name": 'x'\n  'namespace': "y"`],
    ['in carriage returns', 'metadata:\r\n  name: x\r\n  labels:\r\n    a: b\r'],
    ['deeply indented', 'metadata:\n        labels:\n                a: b\n        name: x'],
  ])('is set where it is %s', (_, yaml) => {
    const text = complete.replace(/metadata:[^]*?(?=\nstringData)/, () => yaml);
    const rest = (whole: string) => whole.slice(whole.indexOf('stringData:'));
    const after = textOf(synthWith(text, { metadata: { labels: { c: 'd' } } }));
    const { metadata } = parse(after) as Manifest;
    expect(metadata).toMatchObject({ name: 'db', namespace: 'demo', labels: { c: 'd' } });
    expect(rest(after)).toBe(rest(text));
  });

  test('is set where the file has none', () => {
    const text = complete.replace(/metadata:[^]*?(?=stringData)/, '');
    expect(metadataOf(synthWith(text))).toEqual({ name: 'db', namespace: 'demo' });
  });

  test('is set where the whole file is in flow style, as JSON is', () => {
    const text = JSON.stringify(parse(complete.replace('name: db', 'name: x')));
    expect(metadataOf(synthWith(text))).toEqual({ name: 'db', namespace: 'demo' });
  });

  test('keeps Flux from substituting in an app with secret variables', () => {
    const label = 'labels:\n  reconcile.fluxcd.io/watch: Enabled\n';
    const metadata = `name: cluster-secrets\nnamespace: flux-system\n${label}`;
    const secrets = fileWith(shapeOf({ metadata, keys: ['DOMAIN'] }));
    const file = fileWith(complete);
    const synthesis = cleanSynth((fleet) => {
      const app = appIn(clusterIn(fleet, 'home', { secrets }));
      EncryptedSecret.fromFile(app, 'db', file);
      configMapIn(app, 'a', { data: { a: app.cluster.secretVariable('DOMAIN') } });
    });
    expect(metadataOf(synthesis).annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    });
  });

  test('cannot hold a secret variable', () => {
    const found = problemsWith(complete, {}, (app, secret) => {
      secret.metadata.addLabel('domain', app.cluster.secretVariable('DOMAIN'));
    });
    expect(found.map(({ code }) => code)).toContain('misplaced-variable');
  });
});

describe('without mac_only_encrypted a change of metadata is an error', () => {
  const changes = (props: EncryptedSecretProps, text = complete) =>
    problemsWith(macOverAll(text), props).map(({ code, message }) => [code, message]);

  test.each([
    ['the name', { name: 'web-db' }, 'metadata.name'],
    ['the namespace', { namespace: 'other' }, 'metadata.namespace'],
    ['a label', { labels: { a: 'b' } }, 'metadata.labels["a"]'],
    ['an annotation', { annotations: { a: 'b' } }, 'metadata.annotations["a"]'],
  ])('of %s', (_, metadata, field) => {
    const message = `the file needs another ${field}, which its MAC protects`;
    expect(changes({ metadata })).toEqual([['changed-ciphertext', message]]);
  });

  test('which names every field, the construct, the file and the remedy', () => {
    const [found] = problemsWith(macOverAll(shapeOf({})));
    expect(found).toMatchObject({
      message: expect.stringContaining('metadata.name, metadata.namespace') as string,
      location: {
        construct: 'home/web/db',
        file: expect.stringMatching(/db\.sops\.yaml$/) as string,
      },
      hint: expect.stringContaining('sluice secret encrypt') as string,
    });
  });

  test('also where the rule of the file encrypts metadata', () => {
    const text = complete.replace('^(data|stringData)$', '^(data|stringData|labels)$');
    const found = problemsWith(text, { metadata: { labels: { a: 'b' } } });
    expect(found.map(({ code }) => code)).toEqual(['changed-ciphertext']);
  });
});

describe('an error says what else the construct cannot give', () => {
  test('such as values by a patch', () => {
    const found = problemsWith(complete, {}, (_, secret) => {
      secret.addJsonPatch(JsonPatch.add('/stringData', { password: 'hunter2' }));
    });
    expect(found).toMatchObject([{ code: 'changed-ciphertext' }]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('such as finalizers', () => {
    const found = problemsWith(complete, { metadata: { finalizers: ['a/b'] } });
    expect(found).toMatchObject([
      { code: 'changed-ciphertext', message: expect.stringContaining('finalizers') as string },
    ]);
  });
});

test('ciphertext by another construct is an error, since its values would be put in order', () => {
  const found = diagnosticsOf((fleet) => {
    const app = appIn(clusterIn(fleet));
    new ApiObject(app, 'db', parse(complete) as ConstructorParameters<typeof ApiObject>[2]);
  });
  expect(found).toMatchObject([
    { code: 'changed-ciphertext', hint: expect.stringContaining('fromFile') as string },
  ]);
});
