import { describe, expect, it, test } from 'vitest';
import {
  checkOwnership,
  checkVersion,
  formatRight,
  identityObject,
  rightsFor,
  type Sync,
  telltales,
} from '../../lib/bootstrap/index.ts';
import type { Manifest } from '../../lib/kubernetes/index.ts';

const names = { namespace: 'flux-system', name: 'flux-system' };
const sync: Sync = {
  source: { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', ...names },
  root: { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', ...names },
  url: 'https://example.org/fleet',
  secret: undefined,
  path: 'clusters/home/flux-system',
};

describe('the version of a cluster', () => {
  test.each([
    ['v1.32.9', '1.32', 'error'],
    ['v1.33.0+k3s1', '1.34', 'error'],
    ['v1.34.1', '1.34', undefined],
    ['v1.36.3', '1.34', 'warning'],
    ['v2.0.0', '1.34', undefined],
  ])('%s, where the program says %s: %s', (version, declared, severity) => {
    expect(checkVersion(version, declared)[0]?.severity).toBe(severity);
  });
});

describe('whose a cluster is', () => {
  function object(kind: string, spec: object): Manifest {
    return { apiVersion: 'v1', kind, metadata: names, spec: spec as never };
  }
  const instance = (spec: object) => object('FluxInstance', { sync: { ...spec } });
  const root = (path: string) => object('Kustomization', { path });
  const ours = instance({ url: sync.url, path: sync.path });

  function codes(live: readonly (Manifest | undefined)[], hasOperator = true) {
    return checkOwnership('home', sync, live, hasOperator).map(({ code }) => code);
  }

  test.each<[string, string[], (Manifest | undefined)[]]>([
    ['nobody’s', [], []],
    ['the one that is meant', [], [identityObject('home'), ours]],
    ['by its ConfigMap another one', ['other-cluster'], [identityObject('staging')]],
    ['by its root another one', ['other-cluster'], [, , , root('./clusters/staging/flux-system')]],
    ['someone’s who follows another folder', ['other-flux'], [, , , root('./gitops')]],
    [
      'someone’s who follows another source',
      ['other-flux'],
      [, , object('GitRepository', { url: 'x' })],
    ],
    ['one with a FluxInstance of another source', ['other-flux'], [, instance({ url: 'x' })]],
  ])('%s', (_, expected, live) => {
    expect(codes(live)).toEqual(expected);
  });

  it('cannot be had without the FluxInstance that it has', () => {
    expect(codes([undefined, ours], false)).toEqual(['other-flux']);
  });

  it('is asked of four objects', () => {
    expect(telltales(sync).map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'FluxInstance',
      'GitRepository',
      'Kustomization',
    ]);
  });
});

test('the rights that stages need are named by resource', () => {
  const metadata = { name: 'a', namespace: 'b' };
  const manifests: Manifest[] = [
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata },
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'a' } },
  ];
  const objects = manifests.map((manifest) => ({ manifest, keeper: 'bootstrap' as const }));
  const ready = [{ object: sync.source, condition: 'Ready' as const }];
  const rights = rightsFor([{ id: 'install', title: '', objects, ready }]);
  expect(rights.map(formatRight)).toEqual([
    'get networkpolicies.networking.k8s.io in b',
    'get storageclasses.storage.k8s.io',
    'get gitrepositories.source.toolkit.fluxcd.io in flux-system',
    'create networkpolicies.networking.k8s.io in b',
    'patch networkpolicies.networking.k8s.io in b',
    'create storageclasses.storage.k8s.io',
    'patch storageclasses.storage.k8s.io',
  ]);
});
