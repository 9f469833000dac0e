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
  type Policy = 'Skip' | 'Create' | 'CreateReplace';
  const of = (name: string, crds: ReturnType<typeof definition>, policy: Policy, said = true) => {
    const step = { crds: policy };
    const spec = said ? { install: step, upgrade: step } : {};
    return [release(name, [], spec, { crds, crdPolicy: { install: policy, upgrade: policy } })];
  };
  const [one, two] = [definition('v1'), definition('v2')];
  const skipped = 'skipped CustomResourceDefinition x (exempt)';

  test.each([
    ['Skip', [skipped]],
    ['Create', [skipped]],
    ['CreateReplace', ['updated CustomResourceDefinition x']],
  ] as const)('that changes under %s: %j', (policy, said) => {
    expect(between(of('r', one, policy), of('r', two, policy))).toEqual(said);
  });

  test.each([
    ['Skip', [skipped]],
    ['Create', ['created CustomResourceDefinition x']],
    ['CreateReplace', ['created CustomResourceDefinition x']],
  ] as const)('that is new under %s, with its release or later: %j', (policy, said) => {
    expect(between(of('r', [], policy), of('r', one, policy))).toEqual(said);
    expect(between([], of('r', one, policy))).toEqual(said);
  });

  test('that is skipped names the policy, and whether the release says so', () => {
    const saidBy = (said: boolean) =>
      changesOf(
        cluster([], of('r', one, 'Create', said)),
        cluster([], of('r', two, 'Create', said)),
      ).map(({ cause }) => cause?.by);
    expect(saidBy(true)).toEqual(['spec.upgrade.crds: Create']);
    expect(saidBy(false)).toEqual(['spec.upgrade.crds unset: Create']);
  });

  test('stays if the release gets another name', () => {
    expect(between(of('r', one, 'Create'), of('s', one, 'Create'))).toEqual([]);
    expect(between(of('r', one, 'Create'), of('s', two, 'Create'))).toEqual([skipped]);
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

describe('a release that goes to another cluster', () => {
  const to = (field: string, name: string, more = {}) =>
    release('r', [data], { kubeConfig: { [field]: { name } }, ...more });

  test.each(['secretRef', 'configMapRef'])(
    'is installed there, and stays where it was, as nobody uninstalls it: %s',
    (field) => {
      const [base, head] = [cluster([], [to(field, 'a')]), cluster([], [to(field, 'b')])];
      expect(
        changesOf(base, head).map(({ action, certain, object: { target }, cause }) => [
          action,
          certain,
          target,
          cause?.kind,
        ]),
      ).toEqual([
        ['created', true, 'demo/b', undefined],
        ['orphaned', true, 'demo/a', 'changed-cluster'],
      ]);
    },
  );

  test('waits while it is suspended', () => {
    const off = { suspend: true };
    expect(between([to('secretRef', 'a', off)], [to('secretRef', 'b', off)])).toEqual([
      'deferred PersistentVolumeClaim data (suspended)',
      'deferred PersistentVolumeClaim data (suspended)',
    ]);
  });
});
