import { describe, expect, test } from 'vitest';
import type { JsonValue, Manifest } from '../../lib/kubernetes/index.ts';
import {
  changesOf,
  claim,
  cluster,
  clusterObject,
  configMap,
  deployment,
  inWords,
  kustomization,
  object,
  planned,
  told,
} from './support.ts';

type Fields = Readonly<Record<string, JsonValue>>;

const updated = (before: Manifest, after: Manifest, spec = {}) =>
  planned([kustomization('a', [before], spec)], [kustomization('a', [after], spec)]);
const labels = (app: string) => ({ selector: { matchLabels: { app } } });
const claims = (storageClassName: string, more = {}) =>
  claim('data', { spec: { storageClassName }, ...more });

describe('an object with the same owner', () => {
  test('that is equal is no change', () => {
    expect(
      updated(configMap('c', { data: { a: '1' } }), configMap('c', { data: { a: '1' } })),
    ).toEqual([]);
  });

  test('is updated if a field differs', () => {
    expect(
      updated(configMap('c', { data: { a: '1' } }), configMap('c', { data: { a: '2' } })),
    ).toEqual(['updated ConfigMap c']);
  });

  test('is no change by a new label of Flux', () => {
    const label = { metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'a' } } };
    expect(updated(configMap('c'), configMap('c', label))).toEqual([]);
  });

  test('is the same object under another version of its API', () => {
    const old = object('networking.k8s.io/v1beta1', 'Ingress', 'web');
    expect(updated(old, object('networking.k8s.io/v1', 'Ingress', 'web'))).toEqual([
      'updated Ingress web',
    ]);
  });

  test.each(['Ignore', 'IfNotPresent'])('is left as it is under ssa: %s', (ssa) => {
    const mark = (manifest: Manifest) => told(manifest, { ssa });
    const change = updated(
      mark(configMap('c', { data: { a: '1' } })),
      mark(configMap('c', { data: { a: '2' } })),
    );
    expect(change).toEqual(['skipped ConfigMap c (exempt)']);
  });

  test('is updated under ssa: Merge', () => {
    const mark = (manifest: Manifest) => told(manifest, { ssa: 'Merge' });
    expect(updated(mark(configMap('c')), mark(configMap('c', { data: { a: '2' } })))).toEqual([
      'updated ConfigMap c',
    ]);
  });
});

describe('a field that cannot change', () => {
  test('blocks the object', () => {
    expect(updated(claims('slow'), claims('fast'))).toEqual([
      'blocked PersistentVolumeClaim data (immutable-field)',
    ]);
  });

  test('is changed by force, which deletes the object', () => {
    expect(updated(claims('slow'), claims('fast'), { force: true })).toEqual([
      're-created PersistentVolumeClaim data (immutable-field)',
    ]);
    expect(updated(claims('slow'), told(claims('fast'), { force: 'Enabled' }))).toEqual([
      're-created PersistentVolumeClaim data (immutable-field)',
    ]);
  });

  test('may not be changed, if the force that would is taken off in the same commit', () => {
    const forced = (spec: Fields, storageClassName: string) => [
      kustomization('a', [claims(storageClassName)], spec),
    ];
    expect(planned(forced({ force: true }, 'slow'), forced({}, 'fast'))).toEqual([
      're-created? PersistentVolumeClaim data (immutable-field)',
    ]);
    expect(planned(forced({}, 'slow'), forced({ force: true }, 'fast'))).toEqual([
      're-created PersistentVolumeClaim data (immutable-field)',
    ]);
  });

  test('deletes the object by force, and creates none, beside one that is refused', () => {
    const beside = (storageClassName: string) => [
      kustomization('a', [
        told(claims(storageClassName), { force: 'Enabled' }),
        deployment('web', labels(storageClassName)),
      ]),
    ];
    expect(planned(beside('slow'), beside('fast'))).toEqual([
      'deleted? PersistentVolumeClaim data (refused-object)',
      'blocked Deployment web (immutable-field)',
    ]);
  });

  test('is not one beside it', () => {
    const size = (storage: string) =>
      claim('data', { spec: { resources: { requests: { storage } } } });
    expect(updated(size('1Gi'), size('2Gi'))).toEqual(['updated PersistentVolumeClaim data']);
  });

  test('may be left to the server', () => {
    const service = (spec: Record<string, string>) => object('v1', 'Service', 'web', { spec });
    expect(updated(service({ clusterIP: '10.0.0.1' }), service({}))).toEqual([
      'updated Service web',
    ]);
    expect(updated(service({}), service({ clusterIP: '10.0.0.1' }))).toEqual([
      'blocked Service web (immutable-field)',
    ]);
  });

  test('is all data of an immutable ConfigMap', () => {
    const map = (immutable: boolean, a: string) => configMap('c', { immutable, data: { a } });
    expect(updated(map(true, '1'), map(true, '2'))).toEqual([
      'blocked ConfigMap c (immutable-field)',
    ]);
    expect(updated(map(false, '1'), map(false, '2'))).toEqual(['updated ConfigMap c']);
  });

  test('holds up its stage, the later ones and all pruning, but no earlier stage', () => {
    const namespace = (team: string) =>
      clusterObject('v1', 'Namespace', 'demo', { metadata: { labels: { team } } });
    const base = [namespace('a'), deployment('web', labels('a')), configMap('old')];
    const head = [namespace('b'), deployment('web', labels('b')), configMap('new')];
    const changes = changesOf(
      cluster([kustomization('a', base)]),
      cluster([kustomization('a', head)]),
    );
    expect(inWords(changes)).toEqual([
      'updated Namespace demo',
      'blocked Deployment web (immutable-field)',
      'blocked ConfigMap new (refused-object)',
      'blocked ConfigMap old (refused-object)',
    ]);
    expect(changes[1]?.blocks).toEqual(['ConfigMap demo/new', 'ConfigMap demo/old']);
  });

  test('holds up those that depend on its owner', () => {
    const dependent = (objects: Manifest[]) =>
      kustomization('b', objects, { dependsOn: [{ name: 'a' }] });
    expect(
      planned(
        [kustomization('a', [claims('slow')]), dependent([])],
        [kustomization('a', [claims('fast')]), dependent([configMap('c')])],
      ),
    ).toEqual([
      'blocked PersistentVolumeClaim data (immutable-field)',
      'blocked ConfigMap c (predecessor)',
    ]);
  });
});
