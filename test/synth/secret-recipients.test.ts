import { type ClusterProps, EncryptedSecret, Environment } from 'sluice';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../lib/core/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, clusterIn, diagnosticsOf } from '../support/fleet.ts';

const [home, team, stranger] = ['age1home', 'age1team', 'age1stranger'];
const production = Environment.production.with({ sops: { age: [team] } });

/** What a cluster says of a Secret, and of its secret variables, for these recipients. */
function problems(
  recipients: readonly string[],
  props: Partial<ClusterProps> = {},
  more: (text: string) => string = (text) => text,
): readonly Diagnostic[] {
  const file = fileWith(more(shapeOf({}, recipients)));
  const label = 'labels:\n  reconcile.fluxcd.io/watch: Enabled\n';
  const metadata = `name: cluster-secrets\nnamespace: flux-system\n${label}`;
  const secrets = fileWith(more(shapeOf({ metadata, keys: ['A'] }, recipients)));
  return diagnosticsOf((fleet) => {
    const sops = { age: [home] };
    const cluster = clusterIn(fleet, 'home', { environment: production, sops, secrets, ...props });
    EncryptedSecret.fromFile(appIn(cluster), 'db', file);
  });
}

const said = (found: readonly Diagnostic[]) =>
  found.map(({ code, location, message }) => [code, location.construct, message]);

describe('the recipients of a Secret, and of the secret variables,', () => {
  test('are those that cluster and environment name, in any order', () => {
    expect(problems([home, team])).toEqual([]);
    expect(problems([team, home])).toEqual([]);
  });

  test('are those of the cluster alone where the environment names none', () => {
    expect(problems([home], { environment: Environment.production })).toEqual([]);
  });

  test('lack the cluster, which could not decrypt it', () => {
    const message = `the file is not encrypted for ${home} of the cluster home`;
    expect(said(problems([team]))).toEqual([
      ['secret-recipients', 'home/web/db', message],
      ['secret-recipients', 'home', message],
    ]);
  });

  test('lack the people of the environment', () => {
    const message = `the file is not encrypted for ${team} of the environment production`;
    expect(said(problems([home]))).toEqual([
      ['secret-recipients', 'home/web/db', message],
      ['secret-recipients', 'home', message],
    ]);
  });

  test('hold someone whom neither names', () => {
    const message = `the file is encrypted for ${stranger}, and neither the cluster home nor the environment production says so`;
    expect(said(problems([home, team, stranger]))).toEqual([
      ['secret-recipients', 'home/web/db', message],
      ['secret-recipients', 'home', message],
    ]);
  });

  test('hold a key of another kind, which nobody can name', () => {
    const pgp = '    pgp:\n        - fp: ABCD\n          enc: x\n';
    const found = problems([home, team], {}, (text) =>
      text.replace('    lastmod', `${pgp}    lastmod`),
    );
    expect(found).toMatchObject([
      { message: expect.stringContaining('keys of pgp') as string },
      { message: expect.stringContaining('keys of pgp') as string },
    ]);
  });

  test('are an error with a remedy where the cluster names none, since they cannot be checked', () => {
    for (const sops of [undefined, { age: [] }]) {
      const found = problems([team], sops ? { sops } : ({ sops } as unknown as ClusterProps));
      expect(found.map(({ code, location }) => [code, location.construct])).toEqual([
        ['secret-recipients', 'home/web/db'],
        ['secret-recipients', 'home'],
      ]);
      expect(found[0]?.hint).toContain('sops: { age:');
    }
  });
});

test('an app is checked by the environment that it has itself', () => {
  const file = fileWith(shapeOf({}, [home, team]));
  const codes = (environment: Environment) =>
    diagnosticsOf((fleet) => {
      const cluster = clusterIn(fleet, 'home', { sops: { age: [home] } });
      EncryptedSecret.fromFile(appIn(cluster, 'web', { environment }), 'db', file);
    }).map(({ code }) => code);
  expect(codes(production)).toEqual([]);
  expect(codes(Environment.staging)).toEqual(['secret-recipients']);
});

test('what holds no secret needs no recipients', () => {
  const { sops: _, ...none } = { sops: undefined };
  expect(diagnosticsOf((fleet) => appIn(clusterIn(fleet, 'home', none)))).toEqual([]);
});

test('a private key in place of a public one is an error that does not show it', () => {
  const age = ['AGE-SECRET-KEY-1HIDDEN'];
  const environment = Environment.production.with({ sops: { age } });
  const found = problems([home, team], { sops: { age }, environment });
  expect(said(found)).toEqual([
    ['secret-recipients', 'home', 'a recipient of the cluster home is no public key of age'],
    [
      'secret-recipients',
      'home',
      'a recipient of the environment production is no public key of age',
    ],
  ]);
  expect(JSON.stringify(found)).not.toContain('HIDDEN');
});

test('an environment with people is the same environment', () => {
  expect(production.pick({ production: 1, default: 2 })).toBe(1);
  expect(String(production)).toBe('production');
});
