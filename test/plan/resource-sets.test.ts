import { describe, expect, test } from 'vitest';
import {
  changesOf,
  claim,
  cluster,
  configMap,
  inWords,
  kustomization,
  release,
  resourceSet,
} from './support.ts';

const data = { data: { a: '1' } };
const other = { data: { a: '2' } };

type Holders = Parameters<typeof cluster>;
const planned = (base: Holders, head: Holders) => {
  return inWords(changesOf(cluster(...base), cluster(...head)));
};
const sets = (...all: readonly ReturnType<typeof resourceSet>[]): Holders => [[], [], all];

describe('what a ResourceSet makes', () => {
  test('is created, updated and deleted by it', () => {
    const base = resourceSet('team', [configMap('a', data), configMap('gone')]);
    const head = resourceSet('team', [configMap('a', other), configMap('new')]);
    const changes = changesOf(cluster(...sets(base)), cluster(...sets(head)));
    expect(inWords(changes)).toEqual([
      'updated ConfigMap a',
      'created ConfigMap new',
      'deleted ConfigMap gone (removed-entry)',
    ]);
    expect(changes[0]?.owner.after).toEqual([{ kind: 'ResourceSet', id: 'demo/team' }]);
  });

  test('goes with it', () => {
    const base = resourceSet('team', [claim('data')]);
    expect(planned(sets(base), sets())).toEqual([
      'deleted PersistentVolumeClaim data (removed-owner)',
    ]);
  });

  test('stays where the set was disabled before', () => {
    const base = resourceSet('team', [claim('data')], { status: 'suspended' });
    expect(planned(sets(base), sets())).toEqual([
      'orphaned PersistentVolumeClaim data (removed-owner)',
    ]);
  });

  test("stays where the object says so in the operator's own words", () => {
    const kept = { metadata: { annotations: { 'fluxcd.controlplane.io/prune': 'disabled' } } };
    const flux = { metadata: { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } } };
    const base = resourceSet('team', [configMap('kept', kept), configMap('lost', flux)]);
    expect(planned(sets(base), sets(resourceSet('team', [])))).toEqual([
      'deleted ConfigMap lost (removed-entry)',
      'orphaned ConfigMap kept (removed-entry)',
    ]);
  });

  test('waits while the set is disabled', () => {
    const base = resourceSet('team', [configMap('a', data)], { status: 'suspended' });
    const head = resourceSet('team', [configMap('a', other)], { status: 'suspended' });
    expect(planned(sets(base), sets(head))).toEqual(['deferred ConfigMap a (suspended)']);
  });

  test('is not guessed where the set can no longer be built', () => {
    const base = resourceSet('team', [configMap('a', data)]);
    const head = resourceSet('team', [], { status: 'failed' });
    expect(planned(sets(base), sets(head))).toEqual([]);
  });

  test('may be deleted on its way to another set', () => {
    const base = sets(resourceSet('a', [claim('data')]), resourceSet('b', []));
    const head = sets(resourceSet('a', []), resourceSet('b', [claim('data')]));
    expect(planned(base, head)).toEqual(['moved? PersistentVolumeClaim data (removed-entry)']);
  });

  test('may be deleted on its way from a Kustomization', () => {
    const base: Holders = [[kustomization('a', [claim('data')])], [], [resourceSet('b', [])]];
    const head: Holders = [[kustomization('a', [])], [], [resourceSet('b', [claim('data')])]];
    expect(planned(base, head)).toEqual(['moved? PersistentVolumeClaim data (removed-entry)']);
  });

  test('is deleted on its way to a Kustomization, which leaves the labels of the set', () => {
    const base: Holders = [[kustomization('a', [])], [], [resourceSet('b', [claim('data')])]];
    const head: Holders = [[kustomization('a', [claim('data')])], [], [resourceSet('b', [])]];
    expect(planned(base, head)).toEqual(['re-created? PersistentVolumeClaim data (other-manager)']);
  });

  test('takes a release with it', () => {
    const web = release('web', [claim('data')], {}, { owner: 'flux-system/apps' });
    const apps = kustomization('apps', []);
    const made = { ...web, owner: 'demo/team' };
    const base: Holders = [[apps], [made], [resourceSet('team', [web.manifest])]];
    const head: Holders = [[apps], [], [resourceSet('team', [])]];
    expect(planned(base, head)).toEqual(['deleted PersistentVolumeClaim data (removed-owner)']);
  });
});
