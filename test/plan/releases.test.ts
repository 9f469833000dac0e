import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../lib/kubernetes/index.ts';
import type { ReconciledRelease } from '../../lib/reconcile/index.ts';
import {
  changesOf,
  claim,
  cluster,
  clusterObject,
  configMap,
  inWords,
  kustomization,
  release,
} from './support.ts';

const data = claim('data');
const keep = { metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } } };

function between(
  before: readonly ReconciledRelease[],
  after: readonly ReconciledRelease[],
): readonly string[] {
  return inWords(changesOf(cluster([], before), cluster([], after)));
}

const definition = (version: string) => {
  const spec = { versions: [{ name: version }] };
  const manifest = clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', {
    spec,
  });
  const id = { group: 'apiextensions.k8s.io', kind: manifest.kind, namespace: '', name: 'x' };
  return [{ id, manifest }];
};

describe('an object of a chart', () => {
  test('is created, updated and deleted with its release', () => {
    const [one, two] = [configMap('c', { data: { a: '1' } }), configMap('c', { data: { a: '2' } })];
    expect(between([release('r', [one, data])], [release('r', [two, configMap('n')])])).toEqual([
      'updated ConfigMap c',
      'created ConfigMap n',
      'deleted PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('stays if it says so', () => {
    expect(between([release('r', [claim('data', keep)])], [release('r', [])])).toEqual([
      'orphaned PersistentVolumeClaim data (removed-entry)',
    ]);
  });

  test('goes with a removed release, unless that is suspended', () => {
    expect(between([release('r', [data])], [])).toEqual([
      'deleted PersistentVolumeClaim data (removed-owner)',
    ]);
    expect(between([release('r', [data], { suspend: true })], [])).toEqual([
      'orphaned PersistentVolumeClaim data (removed-owner)',
    ]);
  });

  test('is re-created if the release gets another name or place', () => {
    const target = { name: 'r', namespace: 'other', storageNamespace: 'demo' };
    expect(between([release('r', [data])], [release('r', [data], {}, { target })])).toEqual([
      're-created PersistentVolumeClaim data (changed-target)',
    ]);
  });

  test('is re-created under a chart of another name, unless the release says otherwise', () => {
    const chart = { name: 'other', version: '1.0.0' };
    const inPlace = { upgrade: { chartNameChangeStrategy: 'InPlaceUpdate' } };
    expect(between([release('r', [data])], [release('r', [data], {}, { chart })])).toEqual([
      're-created PersistentVolumeClaim data (changed-target)',
    ]);
    expect(between([release('r', [data])], [release('r', [data], inPlace, { chart })])).toEqual([]);
  });

  test('is left alone where the chart cannot be had', () => {
    const opaque = release('r', [], {}, { status: 'opaque' });
    expect(between([release('r', [data])], [opaque])).toEqual([]);
    expect(between([opaque], [release('r', [data])])).toEqual([
      'created? PersistentVolumeClaim data (unknown)',
    ]);
  });

  test('waits under a suspended release', () => {
    const off = { suspend: true };
    expect(between([release('r', [], off)], [release('r', [data], off)])).toEqual([
      'deferred PersistentVolumeClaim data (suspended)',
    ]);
  });
});

describe('a definition below crds/', () => {
  test('is skipped on upgrade, unless the release replaces it', () => {
    const of = (version: string, upgrade: 'Skip' | 'CreateReplace') => [
      release(
        'r',
        [],
        {},
        { crds: definition(version), crdPolicy: { install: 'Create', upgrade } },
      ),
    ];
    expect(between(of('v1', 'Skip'), of('v2', 'Skip'))).toEqual([
      'skipped CustomResourceDefinition x (exempt)',
    ]);
    expect(between(of('v1', 'CreateReplace'), of('v2', 'CreateReplace'))).toEqual([
      'updated CustomResourceDefinition x',
    ]);
  });

  test('outlives its release', () => {
    expect(between([release('r', [], {}, { crds: definition('v1') })], [])).toEqual([
      'orphaned CustomResourceDefinition x (removed-owner)',
    ]);
  });
});

describe('between Helm and a Kustomization', () => {
  const inKustomization = (objects: Manifest[], releases: ReconciledRelease[]) =>
    cluster([kustomization('a', objects)], releases);

  test('nothing is handed over: one deletes it and the other creates it', () => {
    const [helm, flux] = [
      inKustomization([], [release('r', [data])]),
      inKustomization([data], [release('r', [])]),
    ];
    expect(inWords(changesOf(helm, flux))).toEqual([
      're-created? PersistentVolumeClaim data (other-manager)',
    ]);
    expect(inWords(changesOf(flux, helm))).toEqual([
      're-created PersistentVolumeClaim data (other-manager)',
    ]);
  });

  test('what Helm keeps is adopted', () => {
    const kept = claim('data', keep);
    expect(
      inWords(
        changesOf(
          inKustomization([], [release('r', [kept])]),
          inKustomization([kept], [release('r', [])]),
        ),
      ),
    ).toEqual(['adopted PersistentVolumeClaim data']);
  });
});
