import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiObject, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type AppChart, holdsNoSecret } from 'sluice';
import { describe, expect, test } from 'vitest';
import { lastApplied } from '../../lib/kubernetes/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, cleanSynth, clusterIn, diagnosticsOf } from '../support/fleet.ts';
import { temporaryFolder } from '../support/folder.ts';

const problems = (define: (app: AppChart) => unknown) =>
  diagnosticsOf((fleet) => define(appIn(clusterIn(fleet))));

const secret = (app: Construct, more: object = { stringData: { password: 'hunter2' } }) =>
  new ApiObject(app, 'db', { apiVersion: 'v1', kind: 'Secret', ...more });

function include(app: AppChart): Include {
  const url = path.join(temporaryFolder(), 'db.yaml');
  const metadata = 'metadata: { name: db }';
  writeFileSync(
    url,
    `apiVersion: v1\nkind: Secret\n${metadata}\ndata: { password: aHVudGVyMg== }\n`,
  );
  return new Include(app, 'files', { url });
}

describe('a Secret in plain text is an error', () => {
  test.each([
    ['as an object', (app: AppChart) => secret(app), 'stringData.password'],
    ['in base64', (app: AppChart) => secret(app, { data: { a: 'YQ==' } }), 'data.a'],
    [
      'of cdk8s-plus',
      (app: AppChart) => new kplus.Secret(app, 'db', { stringData: { a: 'b' } }),
      'stringData.a',
    ],
    ['in an included file', include, 'data.password'],
    [
      "in kubectl's annotation",
      (app: AppChart) => secret(app, { metadata: { annotations: { [lastApplied]: 'hunter2' } } }),
      `metadata.annotations["${lastApplied}"]`,
    ],
    [
      'with one value that is ciphertext',
      (app: AppChart) => secret(app, { stringData: { a: 'ENC[AES256_GCM,data:YQ==]', b: 'c' } }),
      'stringData.a',
    ],
  ])('%s', (_, define, field) => {
    const found = problems(define);
    expect(found).toMatchObject([
      {
        code: 'plaintext-secret',
        message: 'Secret demo/db would be committed in plain text',
        location: { field },
        hint: expect.stringMatching(/fromFile.*holdsNoSecret/) as string,
      },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test('in cluster.flux too', () => {
    expect(diagnosticsOf((fleet) => secret(clusterIn(fleet).flux))).toHaveLength(1);
  });
});

describe('a Secret in plain text is an error in a list', () => {
  const values = { stringData: { p: 'hunter2' } };
  const list = (kind: string, items: readonly unknown[]) =>
    problems(
      (app) => new ApiObject(app, 'l', { apiVersion: 'v1', kind, metadata: { name: 'l' }, items }),
    );

  test.each([
    ['of anything', 'List', { apiVersion: 'v1', kind: 'Secret', ...values }],
    ['whose items give no version', 'List', { kind: 'Secret', ...values }],
    ['of Secrets', 'SecretList', values],
  ])('%s', (_, kind, item) => {
    const found = list(kind, [{ apiVersion: 'v1', kind: 'ConfigMap' }, item]);
    expect(found).toMatchObject([
      { code: 'plaintext-secret', location: { field: 'items[1].stringData.p' } },
    ]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('in a list', () => {
    const inner = { apiVersion: 'v1', kind: 'List', items: [{ kind: 'Secret', ...values }] };
    expect(list('List', [inner])).toMatchObject([
      { location: { field: 'items[0].items[0].stringData.p' } },
    ]);
  });

  test('also as ciphertext, which synth would write in another order', () => {
    const found = list('List', [{ kind: 'Secret', ...values, sops: {} }]);
    expect(found.map(({ code }) => code)).toEqual(['changed-ciphertext']);
  });

  test('and not where it only looks like a list', () => {
    expect(list('Playlist', ['a', null, { kind: 'Song' }])).toEqual([]);
  });
});

describe('no error is a Secret', () => {
  test.each([
    ['without values', {}],
    ['of a token that the cluster makes', { type: 'kubernetes.io/service-account-token' }],
    ['with empty values', { data: {}, stringData: { a: '' } }],
  ])('%s', (_, more) => {
    expect(problems((app) => secret(app, more))).toEqual([]);
  });

  test('whose values Flux fills in', () => {
    const label = 'labels:\n  reconcile.fluxcd.io/watch: Enabled\n';
    const metadata = `name: cluster-secrets\nnamespace: flux-system\n${label}`;
    const secrets = fileWith(shapeOf({ metadata, keys: ['PASSWORD'] }));
    const found = diagnosticsOf((fleet) => {
      const cluster = clusterIn(fleet, 'home', { secrets });
      secret(appIn(cluster), { stringData: { a: cluster.secretVariable('PASSWORD') } });
    });
    expect(found).toEqual([]);
  });

  test('of which a person says why it holds nothing secret', () => {
    expect(problems((app) => holdsNoSecret(secret(app), 'an example'))).toEqual([]);
    expect(problems((app) => holdsNoSecret(include(app), 'an example'))).toEqual([]);
  });
});

describe('what a person says', () => {
  test('is not written to the manifests', () => {
    const { tree } = cleanSynth((fleet) => {
      holdsNoSecret(secret(appIn(clusterIn(fleet))), 'the reason');
    });
    expect([...tree.values()].join('')).not.toContain('the reason');
  });

  test('holds for no neighbour', () => {
    const found = problems((app) => {
      const group = new Construct(app, 'group');
      holdsNoSecret(secret(group), 'an example');
      secret(app);
    });
    expect(found.map(({ location }) => location.construct)).toEqual(['home/web/db']);
  });

  test('holds for no whole app', () => {
    const found = problems((app) => {
      holdsNoSecret(app, 'an example');
      secret(app);
    });
    expect(found).toHaveLength(1);
  });

  test('must have a reason', () => {
    expect(() => problems((app) => holdsNoSecret(app, ' '))).toThrow('reason');
  });
});
