import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type AppChart, EncryptedSecret } from 'sluice';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/kubernetes/index.ts';
import { fileWith, shapeOf } from '../support/ciphertext.ts';
import { appIn, manifestsIn } from '../support/fleet.ts';

/** The pod of an app with a Secret `db`, of cdk8s-plus. */
function podOf(define: (app: AppChart, db: EncryptedSecret) => kplus.PodProps): JsonObject {
  const file = fileWith(shapeOf({ keys: ['username', 'password'] }));
  const manifests = manifestsIn((app) => {
    const db = EncryptedSecret.fromFile(app, 'db', file);
    return new kplus.Pod(app, 'pod', define(app, db));
  });
  return manifests.find(({ kind }) => kind === 'Pod')?.['spec'] as unknown as JsonObject;
}

const container = (more: object): kplus.PodProps => ({ containers: [{ image: 'a', ...more }] });

describe('cdk8s-plus takes an encrypted Secret', () => {
  const variables = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }];

  test('as the source of a variable, by its key', () => {
    const spec = podOf((_, db) =>
      container({ envVariables: { A: kplus.EnvValue.fromSecretValue(db.key('password')) } }),
    );
    expect(spec).toMatchObject({ containers: [{ env: variables }] });
  });

  test('as an ISecret that gives the variable itself', () => {
    const spec = podOf((_, db) => {
      const secret: kplus.ISecret = db;
      return container({ envVariables: { A: secret.envValue('password') } });
    });
    expect(spec).toMatchObject({ containers: [{ env: variables }] });
  });

  test('as the source of all variables', () => {
    const spec = podOf((_, db) => container({ envFrom: [kplus.Env.fromSecret(db)] }));
    expect(spec).toMatchObject({ containers: [{ envFrom: [{ secretRef: { name: 'db' } }] }] });
  });

  test('as a volume', () => {
    const spec = podOf((app, db) => ({
      ...container({}),
      volumes: [kplus.Volume.fromSecret(app, 'volume', db)],
    }));
    expect(spec).toMatchObject({ volumes: [{ secret: { secretName: 'db' } }] });
  });
});

describe('an encrypted Secret', () => {
  const file = new URL('file:///db.sops.yaml');

  test('is named by its path inside the app, or by its metadata', () => {
    manifestsIn((app) => {
      const other = appIn(app.cluster, 'other');
      const group = new Construct(other, 'web');
      other.node.tryRemoveChild('web');
      expect(EncryptedSecret.fromFile(group, 'db', file).name).toBe('web-db');
      const named = EncryptedSecret.fromFile(group, 'x', file, { metadata: { name: 'db' } });
      expect(named.name).toBe('db');
    });
  });

  test('hands on all of its keys, or one, which may be optional', () => {
    manifestsIn((app) => {
      const group = new Construct(app, 'web');
      const db = EncryptedSecret.fromFile<'password'>(group, 'db', file);
      app.node.tryRemoveChild('web');
      expect(db.asEnv()).toEqual({ secretRef: { name: 'web-db' } });
      expect(db.envValue('password', { optional: true })).toEqual({
        valueFrom: { secretKeyRef: { name: 'web-db', key: 'password', optional: true } },
      });
      // @ts-expect-error -- the compiler knows the keys
      db.key('passwort');
    });
  });

  test('is an object of the core API to RBAC', () => {
    manifestsIn((app) => {
      const db = EncryptedSecret.fromFile(app, 'db', file);
      app.node.tryRemoveChild('db');
      expect(db).toBeInstanceOf(ApiObject);
      expect(db).toMatchObject({ apiGroup: 'core', resourceType: 'secrets', resourceName: 'db' });
    });
  });
});
