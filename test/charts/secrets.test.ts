import { Database, ExternalSecret } from 'sluice/charts';
import { expect, test } from 'vitest';
import { objectsOf, production } from './objects.ts';

test('an external secret asks the store for the entry of each key that is of its environment', () => {
  const { ExternalSecret: secret } = objectsOf((app) => {
    new ExternalSecret(app, 'db', { keys: { password: 'shop-db-password' } });
  });
  expect(secret?.['spec']).toEqual({
    refreshInterval: '1h',
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'bitwarden' },
    data: [{ secretKey: 'password', remoteRef: { key: 'development-shop-db-password' } }],
  });
});

test('an external secret is referred to by the name that its Secret has', () => {
  const objects = objectsOf((app) => {
    const db = new ExternalSecret(app, 'db', { keys: { password: 'shop-db-password' } });
    expect(db.envValue('password').valueFrom.secretKeyRef).toEqual({ name: 'db', key: 'password' });
  });
  expect(objects['ExternalSecret']?.metadata.name).toBe('db');
});

test('a database has three servers in production and one elsewhere', () => {
  const define = { image: 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie', size: '5Gi' };
  const inDevelopment = objectsOf((app) => new Database(app, 'db', define));
  const inProduction = objectsOf((app) => new Database(app, 'db', define), production);
  expect(inDevelopment['Cluster']).toHaveProperty('spec.instances', 1);
  expect(inProduction['Cluster']).toHaveProperty('spec.instances', 3);
});

test('a database is reached from its namespace and by its operator, and by nobody else', () => {
  const define = { image: 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie', size: '5Gi' };
  const { NetworkPolicy } = objectsOf((app) => new Database(app, 'db', define));
  const from = (name: string): object => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  });
  expect(NetworkPolicy).toHaveProperty('spec.podSelector.matchLabels', { 'cnpg.io/cluster': 'db' });
  expect(NetworkPolicy).toHaveProperty('spec.ingress', [
    { from: [{ podSelector: {} }] },
    { from: [from('cloudnative-pg')], ports: [{ port: 8000 }, { port: 5432 }] },
    { from: [from('monitoring')], ports: [{ port: 9187 }] },
  ]);
});

test('a database is never pruned, and is reached by what its operator writes', () => {
  const { Cluster } = objectsOf((app) => {
    const db = new Database(app, 'db', {
      image: 'ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie',
      size: '5Gi',
    });
    expect(db.envValue('uri').valueFrom.secretKeyRef).toEqual({ name: 'db-app', key: 'uri' });
  });
  expect(Cluster?.metadata.annotations).toEqual({
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  });
});
