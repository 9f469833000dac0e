import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiObject, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type AppChart, HelmRelease, holdsNoSecret } from 'sluice';
import { describe, expect, test } from 'vitest';
import { lastApplied, secretShapes } from '../../lib/kubernetes/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, cleanSynth, clusterIn, configMapIn, diagnosticsOf } from '../support/fleet.ts';
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

/** Characters that look random, always the same; none is as a token really is. */
function noise(count: number, alphabet = 'aB3dE5gH7jK9mN2pQ4sT6vX8'): string {
  const at = (index: number) => alphabet[(index * 7 + (index >> 2) * 5) % alphabet.length];
  return Array.from({ length: count }, (_, index) => at(index)).join('');
}
const upper = 'Q2R3T4V5W6X7';
const pem = (type: string) =>
  `-----BEGIN ${type}-----\n${noise(64)}\n${noise(64)}\n-----END ${type}-----\n`;

const leaks: readonly (readonly [string, string])[] = [
  ['a private key', pem('PRIVATE KEY')],
  ['a private key', pem('RSA PRIVATE KEY')],
  ['a private key', pem('OPENSSH PRIVATE KEY')],
  ['a private key', `${pem('EC PRIVATE KEY').slice(0, 31)}Proc-Type: 4,ENCRYPTED\n\n${noise(64)}`],
  ['a private key', JSON.stringify({ private_key: pem('PRIVATE KEY') })],
  ['a private key', pem('PGP PRIVATE KEY BLOCK')],
  ['a private key in base64', btoa(pem('PRIVATE KEY'))],
  ['a private key in base64', btoa(pem('RSA PRIVATE KEY'))],
  ['a private key in base64', btoa(pem('OPENSSH PRIVATE KEY'))],
  ['a private key of age', `AGE-SECRET-KEY-1${noise(58, upper)}`],
  ['a private key of age', `AGE-SECRET-KEY-PQ-1${noise(58, upper)}`],
  ['a token of GitHub', `ghp_${noise(36)}`],
  ['a token of GitHub', `github_pat_${noise(22)}_${noise(59)}`],
  ['a token of GitLab', `glpat-${noise(20)}`],
  ['a token of Slack', `xoxb-${noise(12, '0123456789')}-${noise(24)}`],
  [
    'a webhook of Slack',
    `https://hooks.slack.com/services/T${noise(9, upper)}/B${noise(9, upper)}/${noise(24)}`,
  ],
  ['an access key of AWS', `AKIA${noise(16, upper)}`],
  ['an API key of Google', `AIza${noise(35)}`],
  ['an OAuth secret of Google', `GOCSPX-${noise(28)}`],
  ['a key of Stripe', `sk_live_${noise(24)}`],
  ['a token of npm', `npm_${noise(36)}`],
  [
    'a signed token (JWT)',
    [btoa('{"alg":"RS256","kid":"x"}'), btoa('{"iss":"kubernetes/serviceaccount"}'), noise(43)]
      .join('.')
      .replaceAll('=', ''),
  ],
  ['a token of Vault', `hvs.${noise(90)}`],
];

describe('text in the shape of a secret is an error', () => {
  test.each(leaks)('%s', (shape, text) => {
    const found = problems((app) =>
      configMapIn(app, 'a', { data: { x: `before: "${text}" after` } }),
    );
    expect(found).toMatchObject([
      {
        code: 'leaked-secret',
        message: `ConfigMap demo/a holds what looks like ${shape}`,
        location: { construct: 'home/web/a', field: 'data.x' },
      },
    ]);
    expect(JSON.stringify(found)).not.toContain(noise(12));
  });

  test('of every kind that is known', () => {
    expect(new Set(leaks.map(([shape]) => shape))).toEqual(
      new Set(secretShapes.map(({ name }) => name)),
    );
  });

  const token = `ghp_${noise(36)}`;

  test.each([
    [
      'Helm values',
      (app: AppChart) =>
        new HelmRelease(app, 'a', {
          chartRef: { kind: 'OCIRepository', name: 'x' },
          values: { list: [{ token }] },
        }),
      'spec.values.list[0].token',
    ],
    [
      'an annotation',
      (app: AppChart) => configMapIn(app, 'a', { metadata: { annotations: { token } } }),
      'metadata.annotations.token',
    ],
    ['a key', (app: AppChart) => configMapIn(app, 'a', { data: { [token]: 'x' } }), 'data'],
    [
      'settings of the cluster',
      (app: AppChart) => clusterIn(app.node.root as Construct, 'lab', { settings: { token } }),
      'data.token',
    ],
    [
      'settings of a Kustomization',
      (app: AppChart) =>
        appIn(app.cluster, 'b', { kustomization: { commonMetadata: { labels: { token } } } }),
      'spec.commonMetadata.labels.token',
    ],
  ])('in %s', (_, define, field) => {
    const found = problems(define);
    expect(found).toMatchObject([{ code: 'leaked-secret', location: { field } }]);
    expect(JSON.stringify(found)).not.toContain(token);
  });

  test('unless a person says why it is none', () => {
    const data = { token };
    expect(
      problems((app) => holdsNoSecret(configMapIn(app, 'a', { data }), 'of the docs')),
    ).toEqual([]);
  });
});

test.each([
  pem('CERTIFICATE'),
  pem('PUBLIC KEY'),
  btoa(pem('CERTIFICATE')),
  'Paste what stands between -----BEGIN PRIVATE KEY----- and its end.',
  '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----',
  'AGE-SECRET-KEY-1...',
  'ghp_xxxx',
  'my_ghp_variable',
  'AKIAIOSFODNN7EXAMPLE',
  'npm_config_registry',
  'AIzaSy...',
  'eyJhbGciOiJIUzI1NiJ9',
  'the_live_stream',
  `sha256:${'0123456789abcdef'.repeat(4)}`,
  `age1${noise(58).toLowerCase()}`,
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxpZ2h0 me@example.org',
])('no error is %s', (text) => {
  expect(problems((app) => configMapIn(app, 'a', { data: { text } }))).toEqual([]);
});
