import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type AppChart, EncryptedSecret, HelmRelease } from 'sluice';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../lib/core/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, clusterIn, diagnosticsOf } from '../support/fleet.ts';
import { lineHere } from '../support/place.ts';

const text = shapeOf({ keys: ['username', 'password'] });

function problems(define: (app: AppChart, db: EncryptedSecret) => void): readonly Diagnostic[] {
  const file = fileWith(text);
  return diagnosticsOf((fleet) => {
    const app = appIn(clusterIn(fleet));
    define(app, EncryptedSecret.fromFile(app, 'db', file));
  });
}

/** A pod whose spec is this, beside the Secret. */
const problemsOfPod = (spec: object) =>
  problems((app) => new ApiObject(app, 'pod', { apiVersion: 'v1', kind: 'Pod', spec }));

const keyRef = (name: string, key: string, more: object = {}) => ({
  containers: [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name, key, ...more } } }] }],
});

describe('a key that the file does not have is an error', () => {
  test('that names the Secret, the keys that there are, and the line of the program', () => {
    let line = 0;
    const found = problems((_, db) => {
      line = lineHere() + 1;
      db.key('passwort');
    });
    expect(found).toEqual([
      {
        code: 'unknown-secret-key',
        severity: 'error',
        message: 'Secret demo/db has no key passwort',
        hint: 'It has: password, username.',
        location: { construct: 'home/web/db', file: import.meta.filename, line, column: 10 },
      },
    ]);
  });

  test.each([
    ['a variable', keyRef('db', 'x'), 'spec.containers[0].env[0].valueFrom.secretKeyRef.key'],
    [
      'a volume',
      { volumes: [{ name: 'v', secret: { secretName: 'db', items: [{ key: 'x', path: 'p' }] } }] },
      'spec.volumes[0].secret.items[0].key',
    ],
    [
      'a projected volume',
      {
        volumes: [{ projected: { sources: [{ secret: { name: 'db', items: [{ key: 'x' }] } }] } }],
      },
      'spec.volumes[0].projected.sources[0].secret.items[0].key',
    ],
  ])('in an object by hand: in %s', (_, spec, field) => {
    const found = problemsOfPod(spec);
    expect(found).toMatchObject([
      { code: 'unknown-secret-key', location: { construct: 'home/web/pod', field } },
    ]);
  });

  test('in the values of a HelmRelease', () => {
    const found = problems((app) => {
      const chartRef = { kind: 'OCIRepository' as const, name: 'x' };
      const valuesFrom = [{ kind: 'Secret' as const, name: 'db', valuesKey: 'values' }];
      new HelmRelease(app, 'release', { chartRef, valuesFrom });
    });
    expect(found).toMatchObject([{ location: { field: 'spec.valuesFrom[0].valuesKey' } }]);
  });

  test('once, where the program names it through the construct and writes it to an object', () => {
    const found = problems((app, db) => {
      const envVariables = { A: kplus.EnvValue.fromSecretValue(db.key('x')) };
      new kplus.Pod(app, 'pod', { containers: [{ image: 'a', envVariables }] });
    });
    expect(found.map(({ location }) => location.construct)).toEqual(['home/web/db']);
  });

  test('where cdk8s-plus is given the Secret and the key', () => {
    const found = problems((app, db) => {
      const envVariables = { A: kplus.EnvValue.fromSecretValue({ secret: db, key: 'x' }) };
      new kplus.Pod(app, 'pod', { containers: [{ image: 'a', envVariables }] });
    });
    expect(found.map(({ location }) => location.construct)).toEqual(['home/web/pod/Resource']);
  });
});

describe('no error is', () => {
  test.each([
    ['a key that the file has', keyRef('db', 'password')],
    ['a key that is optional', keyRef('db', 'x', { optional: true })],
    ['a key of another Secret', keyRef('other', 'x')],
    ['a key of a Secret of this name elsewhere', keyRef('db', 'x', { namespace: 'other' })],
    ['a whole Secret', { volumes: [{ name: 'v', secret: { secretName: 'db' } }] }],
    ['a text in its place', { secretKeyRef: 'db', secret: null, valuesFrom: 'db' }],
  ])('%s', (_, spec) => {
    expect(problemsOfPod(spec)).toEqual([]);
  });

  test('an optional key that the program names through the construct', () => {
    expect(problems((_, db) => db.envValue('x', { optional: true }))).toEqual([]);
  });
});
